"""A hand-written recurrent cell; the states of all steps are stacked at the end."""

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(23)


class Cell(tf.Module):
    def __init__(self, inputs, units):
        super().__init__()
        self.w_in = tf.Variable(tf.random.normal((inputs, units), stddev=0.3))
        self.w_rec = tf.Variable(tf.random.normal((units, units), stddev=0.3))
        self.bias = tf.Variable(tf.zeros((units,)))

    def step(self, x, state):
        return tf.tanh(x @ self.w_in + state @ self.w_rec + self.bias)


class Reader(tf.Module):
    def __init__(self, units=4):
        super().__init__()
        self.cell = Cell(2, units)
        self.w_out = tf.Variable(tf.random.normal((units, 1)))
        self.units = units

    def __call__(self, sequence):
        state = tf.zeros((sequence.shape[0], self.units))
        states = []
        for t in range(sequence.shape[1]):
            state = self.cell.step(sequence[:, t], state)
            states.append(state)
        stacked = np.stack(states, axis=1)  # cause: left-tensorflow
        return tf.einsum("btu,uo->bto", stacked, self.w_out)


reader = Reader()
sequence = tf.random.normal((3, 5, 2))
wanted = tf.cumsum(sequence[:, :, :1], axis=1)
with tf.GradientTape(persistent=True) as tape:
    loss = tf.reduce_mean(tf.square(reader(sequence) - wanted))
out_grad = tape.gradient(loss, reader.w_out)
cell_grads = tape.gradient(loss, reader.cell.trainable_variables)  # expect: none left-tensorflow
print(out_grad.shape, cell_grads)

with tf.GradientTape() as tape:
    last = reader.cell.step(sequence[:, 0], tf.zeros((3, 4)))
    energy = tf.reduce_sum(last**2)
print([g.shape for g in tape.gradient(energy, [reader.cell.w_in, reader.cell.bias])])
