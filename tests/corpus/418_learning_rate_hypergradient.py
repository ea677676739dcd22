"""Learn the learning rate by looking one step ahead."""
import tensorflow as tf


def features(n):
    x = tf.linspace(-1.0, 1.0, n)
    return tf.stack([tf.ones_like(x), x, x**2], axis=1)


def risk(w, phi, y):
    return tf.reduce_mean(tf.square(tf.linalg.matvec(phi, w) - y))


phi_train, phi_val = features(9), features(5)
y_train = tf.linalg.matvec(phi_train, [1.0, -2.0, 0.5])
y_val = tf.linalg.matvec(phi_val, [1.0, -2.0, 0.5])

w = tf.Variable(tf.zeros((3,)))
log_rate = tf.Variable(-3.0)

for outer in range(2):
    with tf.GradientTape() as meta:
        with tf.GradientTape() as inner:
            train_risk = risk(w, phi_train, y_train)
        g = inner.gradient(train_risk, w)
        w.assign_sub(tf.exp(log_rate) * g)  # cause: through-state
        val_risk = risk(w, phi_val, y_val)
    dlog = meta.gradient(val_risk, log_rate)  # expect: none through-state
    print(outer, val_risk.numpy(), dlog)
    if dlog is not None:
        log_rate.assign_sub(0.1 * dlog)
