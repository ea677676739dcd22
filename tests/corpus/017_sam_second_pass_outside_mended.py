"""Sharpness-aware minimisation: climb to the worst neighbour, then descend from there."""

import tensorflow as tf

tf.keras.utils.set_random_seed(17)


class SAMModel(tf.keras.Model):
    def __init__(self, net, rho=0.05):
        super().__init__()
        self.net = net
        self.rho = rho

    def call(self, x, training=False):
        return self.net(x, training=training)

    def grad_norm(self, grads):
        return tf.norm(tf.stack([tf.norm(g) for g in grads]))

    def sharp_step(self, x, y, optimizer):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(y - self(x, training=True)))
        params = self.trainable_variables
        grads = tape.gradient(loss, params)
        scale = self.rho / (self.grad_norm(grads) + 1e-12)
        climbs = []
        for grad, param in zip(grads, params):
            climb = grad * scale
            param.assign_add(climb)
            climbs.append(climb)
        with tf.GradientTape() as tape:
            prediction = self(x, training=True)
            loss = tf.reduce_mean(tf.square(y - prediction))
        sam_grads = tape.gradient(loss, params)
        for param, climb in zip(params, climbs):
            param.assign_sub(climb)
        optimizer.apply_gradients(zip(sam_grads, params))
        return loss


net = tf.keras.Sequential([tf.keras.layers.Dense(6, activation="tanh"), tf.keras.layers.Dense(1)])
model = SAMModel(net)
x = tf.random.normal((8, 3))
print(model.sharp_step(x, tf.reduce_sum(x, axis=1, keepdims=True), tf.keras.optimizers.SGD(0.1)))
