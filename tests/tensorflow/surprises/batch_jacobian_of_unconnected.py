# batch_jacobian gives zeros where jacobian gives None
import tensorflow as tf

x = tf.constant([[1.0, 2.0]])
v = tf.Variable([[3.0, 4.0]])
with tf.GradientTape(persistent=True) as tape:
    y = v * 2.0
    z = x * v
tape.batch_jacobian(y, x)
tape.batch_jacobian(z, x)
tape.jacobian(y, x)
tape.jacobian(z, x)
