"""Somebody made the loss asynchronous and forgot to await it."""

import asyncio

import tensorflow as tf

tf.keras.utils.set_random_seed(516)


class Client:
    def __init__(self):
        self.w = tf.Variable(tf.ones((2,)))

    async def loss(self, x):
        await asyncio.sleep(0)
        return tf.reduce_sum(self.w * x)

    async def train(self, x):
        with tf.GradientTape() as tape:
            value = await self.loss(x)
        return tape.gradient(value, self.w)


print(asyncio.run(Client().train(tf.constant([1.0, 2.0]))))
