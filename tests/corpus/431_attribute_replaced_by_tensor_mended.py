"""A controller gain tuned on a double integrator."""
import tensorflow as tf


class Regulator:
    def __init__(self, kp, kd):
        self.kp = tf.Variable(kp)
        self.kd = tf.Variable(kd)

    def force(self, x, v):
        return -self.kp * x - self.kd * v

    def descend(self, gradients, rate):
        dkp, dkd = gradients
        self.kp.assign_sub(rate * dkp)
        self.kd.assign_sub(rate * dkd)


def quadratic_cost(regulator, n=10, dt=0.1):
    x, v, cost = tf.constant(1.0), tf.constant(0.0), 0.0
    for _ in range(n):
        u = regulator.force(x, v)
        cost += dt * (x**2 + 0.1 * u**2)
        x, v = x + dt * v, v + dt * u
    return cost


def optimise(regulator, iterations):
    for i in range(iterations):
        with tf.GradientTape() as tape:
            cost = quadratic_cost(regulator)
        gradients = tape.gradient(cost, [regulator.kp, regulator.kd])
        if gradients[0] is None:
            raise SystemExit(f"stuck after {i} iterations")
        regulator.descend(gradients, 0.05)
        print(i, cost.numpy())


optimise(Regulator(1.0, 0.5), 3)
