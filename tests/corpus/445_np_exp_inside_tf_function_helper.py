"""Arrhenius kinetics; one helper still uses NumPy's exponential."""
import numpy as np
import tensorflow as tf

R = 8.314


class Arrhenius(tf.Module):
    def __init__(self, a, e):
        super().__init__()
        self.log_a = tf.Variable(np.log(a).astype("float32"))
        self.energy = tf.Variable(np.float32(e))

    def k(self, temperature):
        factor = np.exp(-self.energy / (R * temperature))  # cause: left-tensorflow
        return tf.exp(self.log_a) * factor


def conversion(model, temperature, seconds):
    return 1.0 - tf.exp(-model.k(temperature) * seconds)


def sum_of_squares(model, data):
    return sum(tf.square(conversion(model, T, t) - c) for T, t, c in data)


data = [(300.0, 10.0, 0.1), (320.0, 10.0, 0.3), (340.0, 5.0, 0.4)]
model = Arrhenius(1e3, 2.5e4)
with tf.GradientTape(persistent=True) as tape:
    sse = sum_of_squares(model, data)
g_log_a = tape.gradient(sse, model.log_a)
g_energy = tape.gradient(sse, model.energy)  # expect: none left-tensorflow
del tape
print(sse.numpy(), g_log_a.numpy(), g_energy)
