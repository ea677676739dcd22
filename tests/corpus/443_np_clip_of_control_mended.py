"""Optimal control of a tank level with bounded inflow."""
import numpy as np
import tensorflow as tf

HORIZON, DT, AREA = 8, 0.5, 2.0


class Tank:
    def __init__(self, level=1.0):
        self.initial = level

    def step(self, level, inflow):
        outflow = 0.4 * tf.sqrt(tf.maximum(level, 1e-3))
        return level + DT / AREA * (inflow - outflow)


class Plan:
    def __init__(self):
        self.inflow = [tf.Variable(0.3, name=f"q{k}") for k in range(HORIZON)]

    def bounded(self, k):
        return tf.clip_by_value(self.inflow[k], 0.0, 1.0)


def cost(tank, plan, setpoint):
    level = tf.constant(tank.initial)
    total = 0.0
    for k in range(HORIZON):
        level = tank.step(level, plan.bounded(k))
        total += (level - setpoint) ** 2
    return total


tank, plan = Tank(), Plan()
for sweep in range(2):
    with tf.GradientTape() as tape:
        J = cost(tank, plan, 1.5)
    dJ = tape.gradient(J, plan.inflow)
    for q, d in zip(plan.inflow, dJ):
        if d is not None:
            q.assign_sub(0.1 * d)
    print(sweep, float(J))
