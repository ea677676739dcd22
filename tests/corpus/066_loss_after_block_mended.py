"""The reward is turned into a loss after the tape has stopped."""

import tensorflow as tf

tf.keras.utils.set_random_seed(66)


class Portfolio(tf.keras.Model):
    def __init__(self, assets):
        super().__init__()
        self.scorer = tf.keras.layers.Dense(assets)

    def call(self, features):
        return tf.nn.softmax(self.scorer(features))


def returns_of(weights, prices):
    return tf.reduce_sum(weights * prices, axis=1)


def sharpe(returns):
    return tf.reduce_mean(returns) / (tf.math.reduce_std(returns) + 1e-6)


def entropy(weights):
    return -tf.reduce_mean(tf.reduce_sum(weights * tf.math.log(weights), axis=1))


model = Portfolio(3)
features, prices = tf.random.normal((8, 4)), tf.random.normal((8, 3))
optimizer = tf.keras.optimizers.Adam(1e-2)

for step in range(1):
    with tf.GradientTape(persistent=True) as tape:
        weights = model(features)
        returns = returns_of(weights, prices)
        spread = entropy(weights)
        loss = -sharpe(returns)
    grads = tape.gradient(loss, model.trainable_variables)
    spread_grads = tape.gradient(spread, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    print(step, float(loss), float(spread))
