"""Deep clustering: embed points and pull them to the nearest centre."""

import tensorflow as tf

tf.keras.utils.set_random_seed(18)

CENTRES = 3
encoder = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="relu"), tf.keras.layers.Dense(2)])
encoder.build((None, 4))
centres = tf.Variable(tf.random.normal((CENTRES, 2)), name="centres")


def squared_distances(codes, points):
    return tf.reduce_sum(tf.square(codes[:, None, :] - points[None, :, :]), axis=-1)


def assignments(codes, points):
    scores = -squared_distances(codes, points)
    nearest = tf.argmax(scores, axis=-1)  # cause: non-differentiable-op
    return tf.one_hot(nearest, CENTRES)


def balance_loss(codes, points):
    usage = tf.reduce_mean(assignments(codes, points), axis=0)
    return tf.reduce_sum(tf.square(usage - 1.0 / CENTRES))


def pull_loss(codes, points):
    return tf.reduce_mean(tf.reduce_min(squared_distances(codes, points), axis=-1))


def step(batch, optimizer):
    with tf.GradientTape(persistent=True) as tape:
        codes = encoder(batch)
        pull = pull_loss(codes, centres)
        balance = balance_loss(codes, centres)
    encoder_grads = tape.gradient(pull, encoder.trainable_variables)
    pull_centres = tape.gradient(pull, centres)
    balance_centres = tape.gradient(balance, centres)  # expect: none non-differentiable-op
    optimizer.apply_gradients(zip(encoder_grads, encoder.trainable_variables))
    centres.assign_sub(0.1 * (pull_centres + balance_centres))
    return pull, balance


print(step(tf.random.normal((10, 4)), tf.keras.optimizers.SGD(0.05)))
