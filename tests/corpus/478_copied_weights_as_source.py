"""Meta learning with copies: the clone's variables are updated, the original is asked."""
import tensorflow as tf


def net(p, x):
    return tf.tanh(x @ p["w"]) @ p["v"]


def clone(p):
    return {k: tf.Variable(v) for k, v in p.items()}  # cause: variable-from-tensor


def mse(p, x, y):
    return tf.reduce_mean((net(p, x) - y) ** 2)


params = {"w": tf.Variable(tf.random.normal((1, 5), seed=1)), "v": tf.Variable(tf.random.normal((5, 1), seed=2))}
x = tf.linspace(-1.0, 1.0, 8)[:, None]
for task in range(2):
    y = tf.sin(x + float(task))
    with tf.GradientTape() as outer:
        fast = clone(params)
        with tf.GradientTape() as inner:
            inner.watch(fast)
            loss = mse(fast, x, y)
        g = inner.gradient(loss, fast)
        adapted = {k: fast[k] - 0.1 * g[k] for k in fast}
        meta = mse(adapted, x, y)
    grads = outer.gradient(meta, params)  # expect: none variable-from-tensor
    print(task, meta.numpy(), [g is None for g in grads.values()])
