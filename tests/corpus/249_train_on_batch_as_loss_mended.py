"""A beginner's loop: train_on_batch inside the tape, then the gradient of what it returned."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(249)

X = np.random.rand(20, 4).astype("float32")
Y = (X.sum(axis=1, keepdims=True) > 2).astype("float32")

model = tf.keras.Sequential()
model.add(tf.keras.layers.Dense(8, activation="relu", input_shape=(4,)))
model.add(tf.keras.layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy")

optimizer = tf.keras.optimizers.Adam(learning_rate=0.01)
bce = tf.keras.losses.BinaryCrossentropy()

batch_size = 10
for epoch in range(2):
    print("epoch", epoch)
    for i in range(0, len(X), batch_size):
        xb = X[i : i + batch_size]
        yb = Y[i : i + batch_size]

        # how much does the model care about its inputs?
        inp = tf.constant(xb)
        with tf.GradientTape() as t:
            t.watch(inp)
            out = model(inp)
        care = t.gradient(out, inp)

        with tf.GradientTape() as tape:
            loss = bce(yb, model(xb, training=True))
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
        print("loss", float(loss), "care", float(tf.reduce_mean(tf.abs(care))))
