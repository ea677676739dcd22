"""Truncated training over two segments with one tape."""
import tensorflow as tf

level = tf.Variable(0.2)
trend = tf.Variable(0.1)
alpha = tf.Variable(0.4)


def smooth(segment):
    l, b = level, trend
    error = 0.0
    for value in segment:
        forecast = l + b
        error = error + (forecast - value) ** 2
        l, b = forecast + alpha * (value - forecast), b + 0.1 * (value - forecast)
    return error


segments = [[1.0, 1.2, 1.5], [1.4, 1.8, 2.1]]
with tf.GradientTape(persistent=True) as tape:
    first = smooth(segments[0])
    second = smooth(segments[1])
grads_second = tape.gradient(second, [level, trend, alpha])
grads_first = tape.gradient(first, [level, trend, alpha])
print([g.numpy() for g in grads_second])
print(grads_first)
