"""The tape is reset to save memory, after the forward pass it would have needed."""

import tensorflow as tf

tf.keras.utils.set_random_seed(49)


class Encoder(tf.Module):
    def __init__(self):
        super().__init__()
        self.w = tf.Variable(tf.random.normal((3, 4), stddev=0.5))

    def __call__(self, x):
        return tf.nn.relu(x @ self.w + 0.1)


class Decoder(tf.Module):
    def __init__(self):
        super().__init__()
        self.w = tf.Variable(tf.random.normal((4, 3), stddev=0.5))

    def __call__(self, code):
        return code @ self.w


def warm_up(encoder, x):
    """Run a pass whose records are not needed."""
    return tf.reduce_max(encoder(x))


def train(encoder, decoder, x):
    with tf.GradientTape(persistent=True) as tape:
        scale = warm_up(encoder, x)
        code = encoder(x)  # cause: recording-stopped
        tape.reset()  # cause: recording-stopped
        rebuilt = decoder(code)
        loss = tf.reduce_mean(tf.square(rebuilt - x))
    decoder_grad = tape.gradient(loss, decoder.w)
    encoder_grad = tape.gradient(loss, encoder.w)  # expect: none recording-stopped
    print(float(scale), float(loss))
    return encoder_grad, decoder_grad


print(train(Encoder(), Decoder(), tf.random.normal((5, 3))))
