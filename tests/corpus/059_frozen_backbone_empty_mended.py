"""Transfer learning: freezing was meant for the backbone and hit the whole model."""

import tensorflow as tf

tf.keras.utils.set_random_seed(59)


def make_backbone():
    inputs = tf.keras.Input((6,))
    x = tf.keras.layers.Dense(8, activation="relu")(inputs)
    return tf.keras.Model(inputs, tf.keras.layers.Dense(4)(x), name="backbone")


def make_model(backbone):
    inputs = tf.keras.Input((6,))
    features = backbone(inputs)
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(2)(features))
    backbone.trainable = False
    return model


def cross_entropy(labels, logits):
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))


backbone = make_backbone()
x = tf.random.normal((8, 6))
with tf.GradientTape() as tape:
    pretext = tf.reduce_mean(tf.square(backbone(x)))
print(len(tape.gradient(pretext, backbone.trainable_variables)))

model = make_model(backbone)
labels = tf.constant([0, 1] * 4)
for step in range(2):
    with tf.GradientTape() as tape:
        loss = cross_entropy(labels, model(x, training=True))
    grads = tape.gradient(loss, model.trainable_variables)
    for grad, weight in zip(grads, model.trainable_variables):
        weight.assign_sub(0.1 * grad)
    print(step, float(loss))
