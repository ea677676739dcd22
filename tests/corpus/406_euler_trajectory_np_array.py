"""Fit the damping of an oscillator to a measured trajectory with an explicit Euler scheme."""
import numpy as np
import tensorflow as tf

DT = 0.05


def rhs(state, k, c):
    x, v = state[0], state[1]
    return tf.stack([v, -k * x - c * v])


def simulate(k, c, n):
    state = tf.constant([1.0, 0.0])
    states = [state]
    for _ in range(n - 1):
        state = state + DT * rhs(state, k, c)
        states.append(state)
    return np.array(states)  # cause: left-tensorflow


measured = np.exp(-0.3 * DT * np.arange(12)) * np.cos(2.0 * DT * np.arange(12))
measured = measured.astype(np.float32)

k = tf.Variable(3.0)
c = tf.Variable(0.5)
for it in range(2):
    with tf.GradientTape() as t:
        path = simulate(k, c, len(measured))
        residual = path[:, 0] - measured
        sse = tf.reduce_sum(residual**2)
    dk, dc = t.gradient(sse, [k, c])  # expect: none left-tensorflow
    print(it, sse.numpy(), dk, dc)
    if dk is not None:
        k.assign_sub(0.1 * dk)
        c.assign_sub(0.1 * dc)
