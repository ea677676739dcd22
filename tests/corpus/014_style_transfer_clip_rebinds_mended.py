"""Optimise a picture so that its Gram matrix matches another's."""

import tensorflow as tf

tf.keras.utils.set_random_seed(13)

extractor = tf.keras.Sequential([tf.keras.layers.Conv2D(4, 3, activation="relu"), tf.keras.layers.Conv2D(4, 3)])


def gram(features):
    flat = tf.reshape(features, (-1, features.shape[-1]))
    return tf.matmul(flat, flat, transpose_a=True) / tf.cast(tf.shape(flat)[0], tf.float32)


def style_loss(image, wanted):
    return tf.reduce_mean(tf.square(gram(extractor(image)) - wanted))


def total_variation(image):
    return tf.reduce_sum(tf.image.total_variation(image))


def transfer(content, style, steps=3, rate=0.1):
    wanted = gram(extractor(style))
    image = tf.Variable(content)
    for step in range(steps):
        with tf.GradientTape() as tape:
            loss = style_loss(image, wanted) + 1e-3 * total_variation(image)
        grad = tape.gradient(loss, image)
        image.assign(tf.clip_by_value(image - rate * grad, 0.0, 1.0))
        print(step, float(loss))
    return image


transfer(tf.random.uniform((1, 8, 8, 3)), tf.random.uniform((1, 8, 8, 3)))
