"""An asyncio service that evaluates the loss in a worker thread."""

import asyncio

import tensorflow as tf

tf.keras.utils.set_random_seed(501)


class Learner:
    def __init__(self):
        self.w = tf.Variable(tf.random.normal((3, 1)), name="w")
        self.b = tf.Variable(0.0, name="b")
        self.lock = asyncio.Lock()

    def loss(self, x, y):
        return tf.reduce_mean(tf.square(x @ self.w + self.b - y))

    async def learn(self, x, y, rate=0.1):
        async with self.lock:
            with tf.GradientTape() as tape:
                loss = await asyncio.to_thread(self.loss, x, y)  # cause: thread-boundary
            dw, db = tape.gradient(loss, [self.w, self.b])  # expect: none thread-boundary
            if dw is not None:
                self.w.assign_sub(rate * dw)
                self.b.assign_sub(rate * db)
            return float(loss)


async def main():
    learner = Learner()
    x = tf.random.normal((8, 3))
    for _ in range(2):
        print(await learner.learn(x, tf.reduce_sum(x, axis=1, keepdims=True)))


asyncio.run(main())
