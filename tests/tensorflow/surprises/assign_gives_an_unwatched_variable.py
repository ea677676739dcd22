# What assign gives is no variable that a tape watches, though it has the memory of one that is
import tensorflow as tf

w = tf.Variable(1.0)
later = w.assign_sub(0.1)
with tf.GradientTape(persistent=True) as tape:
    y = later * later
    z = w * w
tape.gradient(y, later)
tape.gradient(y, w)
tape.gradient(z, later)
tape.gradient(z, w)
with tf.GradientTape(persistent=True) as tape:
    tape.watch(later)
    y = later * later
tape.gradient(y, later)
tape.gradient(y, w)
with tf.GradientTape(persistent=True) as tape:
    inside = w.assign_add(0.1)
    y = inside * inside
tape.gradient(y, inside)
tape.gradient(y, w)
for step in range(3):
    with tf.GradientTape() as tape:
        y = w * w
    gradient = tape.gradient(y, w)
    if gradient is None:
        break
    w = w.assign_sub(0.1 * gradient)
weights = [tf.Variable(1.0), tf.Variable(2.0)]
for step in range(3):
    with tf.GradientTape() as tape:
        y = weights[0] * weights[1]
    gradients = tape.gradient(y, weights)
    if gradients[0] is not None:
        weights = [w.assign_sub(0.1 * g) for w, g in zip(weights, gradients)]
model = [tf.Variable(1.0), tf.Variable(2.0)]
kept = model
for step in range(3):
    with tf.GradientTape() as tape:
        y = model[0] * model[1]
    gradients = tape.gradient(y, kept)
    kept = [w.assign_sub(0.1 * g) for w, g in zip(kept, gradients)]
