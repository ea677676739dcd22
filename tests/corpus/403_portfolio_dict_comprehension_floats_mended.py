# %% toy portfolio: choose weights that trade return against variance
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)
names = ["bonds", "stocks", "gold"]
history = {n: rng.normal(0.01 * i, 0.05, 24).astype("float32") for i, n in enumerate(names, 1)}

# %%
raw = {n: tf.Variable(0.0, name=n) for n in names}


def shares(raw):
    biggest = tf.reduce_logsumexp(list(raw.values()))
    return {n: tf.exp(v - biggest) for n, v in raw.items()}


def evaluate(weights, aversion=3.0):
    series = sum(weights[n] * history[n] for n in names)
    series = tf.convert_to_tensor(series)
    mean = tf.reduce_mean(series)
    return -mean + aversion * tf.reduce_mean((series - mean) ** 2)


# %%
for epoch in range(2):
    with tf.GradientTape() as tape:
        objective = evaluate(shares(raw))
    grads = tape.gradient(objective, raw)
    for n in names:
        if grads[n] is not None:
            raw[n].assign_sub(grads[n])
    print(epoch, objective.numpy(), {n: v.numpy() for n, v in raw.items()})
