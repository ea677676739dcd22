# A tensor has no `assign_sub`: what takes the name of a variable raises there, and there is no second turn
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
w = tf.Variable([1.0, 2.0])
part = tf.Variable([[1.0, 2.0]])


def step(v):
    for _ in range(2):
        with tf.GradientTape() as tape:
            v = tf.clip_by_value(v, -50.0, 50.0)
            t = v + 0.0
        g = tape.gradient(t, v)
        v.assign_sub(0.1 * tf.convert_to_tensor(g))


try:
    step(v)
except AttributeError:
    print("no assign_sub")

for _ in range(2):
    with tf.GradientTape() as tape:
        t = tf.reduce_sum(part[0] * w)
    g = tape.gradient(t, w)
    part[0].assign(part[0] - g)
    w.assign(w + 1.0).assign_add(w)

for _ in range(2):
    with tf.GradientTape() as tape:
        v = tf.clip_by_value(v, -50.0, 50.0)
        t = v + 0.0
    tape.gradient(t, v)
    try:
        v.assign_sub(v)
    except AttributeError:
        print("no assign_sub")
