"""Newton step for a portfolio whose utility forgot its quadratic part."""
import tensorflow as tf

RETURNS = tf.constant([0.05, 0.07, 0.02])
COV = tf.constant([[0.04, 0.01, 0.0], [0.01, 0.09, 0.0], [0.0, 0.0, 0.01]])


def utility(w):
    gain = tf.tensordot(w, RETURNS, 1)
    return gain


def newton_parts(w):
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            value = utility(w)
        g = inner.gradient(value, w)
    H = outer.jacobian(g, w)  # expect: none no-path|computed-outside-tape|non-differentiable-op # cause: no-path
    return g, H


w = tf.Variable([0.3, 0.3, 0.4])
for _ in range(2):
    g, H = newton_parts(w)
    if H is None:
        w.assign_add(0.1 * g)
    else:
        w.assign_sub(tf.linalg.solve(H, g[:, None])[:, 0])
    print(w.numpy())
