"""Fine-tuning: the loss uses the features, the gradient is asked for the classifier's top."""

import tensorflow as tf

tf.keras.utils.set_random_seed(88)


def build():
    inputs = tf.keras.Input((5,))
    hidden = tf.keras.layers.Dense(6, activation="relu", name="hidden")(inputs)
    code = tf.keras.layers.Dense(3, name="code")(hidden)
    top = tf.keras.layers.Dense(2, name="top")
    classifier = tf.keras.Model(inputs, top(code))
    encoder = tf.keras.Model(inputs, code)
    return classifier, encoder, top


classifier, encoder, top = build()


def triplet(anchor, positive, negative, margin=0.5):
    near = tf.reduce_sum(tf.square(anchor - positive), axis=1)
    far = tf.reduce_sum(tf.square(anchor - negative), axis=1)
    return tf.reduce_mean(tf.maximum(near - far + margin, 0.0))


def metric_step(a, p, n):
    with tf.GradientTape() as tape:
        loss = triplet(encoder(a), encoder(p), encoder(n), margin=50.0)
    return tape.gradient(loss, top.trainable_variables)  # expect: none no-path # cause: no-path


def class_step(x, labels):
    with tf.GradientTape() as tape:
        logits = classifier(x)
        loss = tf.reduce_mean(tf.keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
    return tape.gradient(loss, classifier.trainable_variables)


a, p, n = (tf.random.normal((4, 5)) for _ in range(3))
print(len(class_step(a, tf.constant([0, 1, 0, 1]))))
print(metric_step(a, p, n))
