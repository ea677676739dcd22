"""An autoencoder trainer that collects its parameters while the networks have none yet."""

import tensorflow as tf

tf.keras.utils.set_random_seed(226)


def dense_stack(*units, last=None):
    stack = [tf.keras.layers.Dense(u, activation="relu") for u in units]
    if last is not None:
        stack.append(tf.keras.layers.Dense(last))
    return tf.keras.Sequential(stack)


class Autoencoder:
    def __init__(self, dim, *hidden, code=2, **opt_kwargs):
        self.encoder = dense_stack(*hidden, last=code)
        self.decoder = dense_stack(*reversed(hidden), last=dim)
        self.parameters = self.encoder.trainable_variables + self.decoder.trainable_variables  # cause: empty-sources
        self.optimizer = tf.keras.optimizers.Adam(**opt_kwargs)

    def __call__(self, x):
        return self.decoder(self.encoder(x))

    def loss(self, x):
        return tf.reduce_mean(tf.keras.losses.mse(x, self(x)))

    def train_batch(self, x):
        with tf.GradientTape() as tape:
            loss = self.loss(x)
        grads = tape.gradient(loss, self.parameters)  # expect: empty empty-sources
        for g, p in zip(grads, self.parameters):
            p.assign_sub(1e-2 * g)
        return loss


def latent_jacobian(model, code):
    with tf.GradientTape() as tape:
        tape.watch(code)
        out = model.decoder(code)
    return tape.jacobian(out, code)


data = tf.random.normal((10, 6))
model = Autoencoder(6, 8, 4, code=2, learning_rate=1e-3)
for batch in tf.data.Dataset.from_tensor_slices(data).shuffle(10).batch(5):
    print(float(model.train_batch(batch)))
print(latent_jacobian(model, tf.constant([[2.0, -3.0]])).shape)
