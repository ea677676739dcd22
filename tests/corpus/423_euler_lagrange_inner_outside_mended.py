"""Accelerations from a learned Lagrangian."""
import tensorflow as tf

mass = tf.Variable(1.3)
stiffness = tf.Variable(2.0)


def lagrangian(q, v):
    kinetic = 0.5 * mass * v**2 * (1.0 + 0.1 * q**2)
    return tf.reduce_sum(kinetic - 0.5 * stiffness * q**2)


def momentum_rates(q, v):
    """Return d/dv of L and its derivatives with respect to q and v."""
    with tf.GradientTape(persistent=True) as outer:
        outer.watch([q, v])
        with tf.GradientTape() as inner:
            inner.watch([q, v])
            L = lagrangian(q, v)
        dL_dq, dL_dv = inner.gradient(L, [q, v])
    d2L_dv2 = outer.gradient(dL_dv, v)
    d2L_dvdq = outer.gradient(dL_dv, q)
    del outer
    return dL_dq, d2L_dv2, d2L_dvdq


q = tf.constant([0.3, -0.2, 1.0])
v = tf.constant([0.0, 0.5, -0.4])
dL_dq, d2L_dv2, d2L_dvdq = momentum_rates(q, v)
if d2L_dv2 is None:
    print("no second derivative")
else:
    print((dL_dq - d2L_dvdq * v) / d2L_dv2)
