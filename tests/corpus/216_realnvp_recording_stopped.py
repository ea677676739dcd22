"""A normalising flow: the forward pass was put under stop_recording to save memory."""

import math

import tensorflow as tf

tf.keras.utils.set_random_seed(216)


class Coupling(tf.keras.layers.Layer):
    def __init__(self, dim, flip):
        super().__init__()
        self.half = dim // 2
        self.flip = flip
        self.scale_net = tf.keras.layers.Dense(self.half, activation="tanh")
        self.shift_net = tf.keras.layers.Dense(self.half)

    def call(self, x):
        a, b = x[:, : self.half], x[:, self.half :]
        if self.flip:
            a, b = b, a
        s, t = self.scale_net(a), self.shift_net(a)
        b = b * tf.exp(s) + t
        y = tf.concat([b, a] if self.flip else [a, b], axis=1)
        return y, tf.reduce_sum(s, axis=1)


class RealNVP(tf.keras.Model):
    def __init__(self, dim=4, depth=3):
        super().__init__()
        self.couplings = [Coupling(dim, flip=bool(i % 2)) for i in range(depth)]

    def call(self, x):
        log_det = tf.zeros(tf.shape(x)[:1])
        for coupling in self.couplings:
            x, contribution = coupling(x)
            log_det += contribution
        return x, log_det

    def log_prob(self, z, log_det):
        prior = -0.5 * tf.reduce_sum(z**2 + math.log(2 * math.pi), axis=1)
        return prior + log_det


class FlowTrainer:
    def __init__(self, flow, lr=1e-3):
        self.flow = flow
        self.optimizer = tf.keras.optimizers.Adam(lr)
        self.history = {"nll": []}

    def fit(self, data, epochs=2):
        for _ in range(epochs):
            self.history["nll"].append(float(self.train_on(data)))
        return self.history

    def train_on(self, x):
        with tf.GradientTape() as tape:
            with tape.stop_recording():
                z, log_det = self.flow(x)  # cause: recording-stopped
            nll = -tf.reduce_mean(self.flow.log_prob(z, log_det))
        grads = tape.gradient(nll, self.flow.trainable_variables)  # expect: none recording-stopped
        if any(g is not None for g in grads):
            grads, _ = tf.clip_by_global_norm(grads, 1.0)
            self.optimizer.apply_gradients(zip(grads, self.flow.trainable_variables))
        return nll


print(FlowTrainer(RealNVP()).fit(tf.random.normal((8, 4))))
