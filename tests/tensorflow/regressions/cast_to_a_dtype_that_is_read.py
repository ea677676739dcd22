# A cast to the dtype of another tensor gives the tensor back where it has that dtype already: nothing happens after the block
import os

import tensorflow as tf


def made(name):
    return getattr(tf, os.environ.get("NO_SUCH_NAME", name))


x = tf.Variable([1.5, 2.5])
with tf.GradientTape(persistent=True) as tape:
    y = made("square")(x)
    z = x * 2.0
tape.gradient(tf.cast(y, dtype=made("identity")(x).dtype), x)
tape.gradient(tf.cast(z, dtype=z.dtype), x)
tape.gradient(z + 0.0, x)
