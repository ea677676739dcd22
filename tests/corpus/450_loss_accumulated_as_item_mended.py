"""Ridge regression per group; the sum of losses becomes a Python float."""
import tensorflow as tf


def ridge(w, x, y, lam):
    return tf.reduce_mean(tf.square(tf.linalg.matvec(x, w) - y)) + lam * tf.reduce_sum(w * w)


def grouped_objective(w, groups):
    total = tf.constant(0.0)
    for x, y in groups.values():
        total += ridge(w, x, y, 0.01)
    return total / len(groups)


groups = {
    k: (tf.random.normal((6, 3), seed=k), tf.random.normal((6,), seed=10 + k)) for k in range(3)
}
w = tf.Variable(tf.zeros((3,)))
for epoch in range(2):
    with tf.GradientTape() as tape:
        objective = grouped_objective(w, groups)
    grad = tape.gradient(objective, w)
    w.assign_sub(0.1 * grad)
    print(epoch, float(objective))
