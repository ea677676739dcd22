# Without pfor a jacobian is many gradients: in eager code the tape must be persistent, in a tf.function not
import tensorflow as tf

v = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
with tf.GradientTape(persistent=True) as tape:
    y = v * v
tape.jacobian(y, v, experimental_use_pfor=False)
with tf.GradientTape() as tape:
    y = v * v
tape.jacobian(y, v, experimental_use_pfor=True)


@tf.function
def traced():
    with tf.GradientTape() as inner:
        y = v * v
    return inner.jacobian(y, v, experimental_use_pfor=False)


traced()
with tf.GradientTape() as tape:
    y = v * v
try:
    tape.batch_jacobian(y, v, experimental_use_pfor=False)
except RuntimeError:
    pass
with tf.GradientTape() as tape:
    y = v * v
tape.jacobian(y, v, experimental_use_pfor=False)
