"""A distributed step whose tape stays outside of the replicas."""

import tensorflow as tf

tf.keras.utils.set_random_seed(25)
strategy = tf.distribute.MirroredStrategy(["CPU:0"])

with strategy.scope():
    weight = tf.Variable(2.0, name="weight")
    bias = tf.Variable(0.5, name="bias")


def forward(x):
    return weight * x + bias


def loss_of(x, y):
    return tf.reduce_mean(tf.square(forward(x) - y))


def distributed_gradients(x, y):
    with tf.GradientTape() as tape:
        per_replica = strategy.run(loss_of, args=(x, y))  # cause: thread-boundary
        loss = strategy.reduce(tf.distribute.ReduceOp.MEAN, per_replica, axis=None)
    return tape.gradient(loss, [weight, bias])  # expect: none thread-boundary


def plain_gradients(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(x, y)
    return tape.gradient(loss, [weight, bias])


x, y = tf.constant([1.0, 2.0]), tf.constant([2.0, 4.0])
print(plain_gradients(x, y))
print(distributed_gradients(x, y))
