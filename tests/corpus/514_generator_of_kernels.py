"""Sources handed over as a generator and as a filter."""

import tensorflow as tf

tf.keras.utils.set_random_seed(514)

model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(3, name="base"), tf.keras.layers.Dense(1, name="head")])


def kernels(net):
    return (v for v in net.trainable_variables if v.name == "kernel")


def penalised(x, y, weight=1e-2):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x) - y) ** 2)
        loss += weight * tf.add_n([tf.nn.l2_loss(k) for k in kernels(model)])
    return tape.gradient(loss, kernels(model))  # expect: raises not-a-tensor  # cause: not-a-tensor


print(penalised(tf.random.normal((4, 2)), tf.random.normal((4, 1))))
