"""Members of an ensemble are kept in a list; one loop takes the gradients of its neighbour."""

import tensorflow as tf

tf.keras.utils.set_random_seed(84)


def make_member():
    member = tf.keras.Sequential([tf.keras.layers.Dense(4, activation="relu"), tf.keras.layers.Dense(1)])
    member.build((None, 2))
    return member


members = [make_member(), make_member()]
first, second = members
mse = tf.keras.losses.MeanSquaredError()


def diversity(predictions):
    mean = tf.add_n(predictions) / len(predictions)
    return -tf.add_n([tf.reduce_mean(tf.square(p - mean)) for p in predictions])


def joint_step(x, y):
    with tf.GradientTape(persistent=True) as tape:
        predictions = [member(x) for member in members]
        losses = [mse(y, p) for p in predictions]
        spread = diversity(predictions)
    grads_first = tape.gradient(losses[0], first.trainable_variables)
    grads_second = tape.gradient(losses[1], second.trainable_variables)
    spread_first = tape.gradient(spread, first.trainable_variables)
    spread_second = tape.gradient(spread, second.trainable_variables)
    return grads_first, grads_second, spread_first, spread_second


x = tf.random.normal((5, 2))
print([[g is None for g in grads] for grads in joint_step(x, x[:, :1])])
