# An optimizer that is asked only where there are gradients raises nothing
import tensorflow as tf

variables = [tf.Variable(1.4), tf.Variable(2.6)]
optimizer = tf.keras.optimizers.SGD(0.1)


def complete(gradients):
    return all(g is not None for g in gradients)


with tf.GradientTape() as tape:
    y = tf.round(variables[0]) + tf.round(variables[1])
gradients = tape.gradient(y, variables)
if all(g is not None for g in gradients):
    optimizer.apply_gradients(zip(gradients, variables))
if any(g is not None for g in gradients):
    optimizer.apply_gradients(zip(gradients, variables))
if not any(g is None for g in gradients):
    optimizer.apply_gradients(zip(gradients, variables))
if None not in gradients:
    optimizer.apply_gradients(zip(gradients, variables))
if complete(gradients):
    optimizer.apply_gradients(zip(gradients, variables))
with tf.GradientTape() as tape:
    z = variables[0] * variables[1]
gradients = tape.gradient(z, variables)
if all(g is not None for g in gradients) and None not in gradients:
    with tf.GradientTape() as tape:
        z = tf.round(variables[0])
    tape.gradient(z, variables)
