"""An inverse problem: find the damping of an oscillator together with the network."""

import tensorflow as tf

tf.keras.utils.set_random_seed(502)


class Oscillator(tf.Module):
    def __init__(self):
        super().__init__()
        self.net = tf.keras.Sequential([tf.keras.layers.Dense(12, activation="tanh"), tf.keras.layers.Dense(1)])
        self.raw = tf.Variable(0.1, name="raw_damping")
        self.mass = tf.Variable(1.0, trainable=False)

    @property
    def damping(self):
        return tf.nn.softplus(self.raw)

    def derivatives(self, t):
        with tf.GradientTape() as second:
            second.watch(t)
            with tf.GradientTape() as first:
                first.watch(t)
                x = self.net(t)
            dx = first.gradient(x, t)
        ddx = second.gradient(dx, t)
        return x, dx, ddx

    def residual(self, t):
        x, dx, ddx = self.derivatives(t)
        return self.mass * ddx + self.damping * dx + x


osc = Oscillator()
times = tf.reshape(tf.linspace(0.0, 5.0, 20), (-1, 1))
osc.net(times)
optimizer = tf.keras.optimizers.Adam(1e-3)
for epoch in range(2):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(osc.residual(times)))
    grads = tape.gradient(loss, [osc.raw, osc.net.trainable_variables[0]])
    print(epoch, loss.numpy(), grads[0])
