"""Train a Sequential model by hand."""

import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(1)

model = keras.Sequential(
    [
        keras.Input(shape=(4,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(3),
    ]
)
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.SGD(0.1)

features = tf.random.normal((12, 4))
labels = tf.constant([0, 1, 2] * 4)


def train_on(batch, wanted):
    with tf.GradientTape() as tape:
        logits = model(batch, training=True)
        loss = loss_fn(wanted, logits)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss


def sensitivity(batch):
    batch = tf.convert_to_tensor(batch)
    with tf.GradientTape() as tape:
        tape.watch(batch)
        top = tf.reduce_max(model(batch), axis=-1)
    return tape.gradient(top, batch)


print("sensitivity:", tf.reduce_mean(tf.abs(sensitivity(features))).numpy())
for step in range(2):
    print(step, float(train_on(features, labels)))
