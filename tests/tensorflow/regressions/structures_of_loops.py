# map_fn and scan give each part of a structure its own path; scan hands on, it does not return its start
import tensorflow as tf

w = tf.Variable(2.0)
x, z = tf.Variable([1.0, 2.0]), tf.Variable([3.0, 4.0])
start = tf.Variable(0.5)
with tf.GradientTape(persistent=True) as tape:
    scaled, rounded = tf.map_fn(
        lambda e: (e[0] * w, tf.round(e[1])), (x, z), fn_output_signature=(tf.float32, tf.float32)
    )
    added = tf.scan(lambda total, e: total + e, x, initializer=start * 1.0)
    replaced = tf.scan(lambda total, e: e, x, initializer=start * 1.0)
    chosen = tf.cond(True, lambda: w * 2.0, lambda: start)
tape.gradient(scaled, [w, x, z])
tape.gradient(rounded, [w, x, z])
tape.gradient(added, [x, start])
tape.gradient(replaced, [x, start])
tape.gradient(chosen, [w, start])
