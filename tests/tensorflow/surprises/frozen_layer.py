# trainable = False changes Keras's lists, not the tape; only trainable=False at creation does
import tensorflow as tf

frozen = tf.keras.layers.Dense(1)
frozen.trainable = False
x = tf.ones([1, 2])
frozen(x)

class Fixed(tf.keras.layers.Layer):
    def build(self, shape):
        self.w = self.add_weight(shape=(2,), trainable=False)
        self.trainable = True

    def call(self, x):
        return x * self.w

fixed = Fixed()
fixed(x)
with tf.GradientTape(persistent=True) as tape:
    y = frozen(x)
    z = fixed(x)
tape.gradient(y, frozen.weights)
tape.gradient(z, fixed.w)
