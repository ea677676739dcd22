"""Sensitivity of a one compartment model to the dosing times."""
import tensorflow as tf

K_EL = 0.2


def concentration(doses, times):
    spread = times[:, None] - doses[None, :]
    active = tf.cast(spread >= 0, tf.float32)
    return tf.reduce_sum(active * tf.exp(-K_EL * tf.cast(spread, tf.float32)), axis=1)


def exposure(doses, times):
    return tf.reduce_sum(concentration(doses, times))


doses = tf.range(0.0, 48.0, 12.0)
times = tf.range(0.0, 60.0, 6.0)

with tf.GradientTape() as tape:
    tape.watch(doses)
    auc = exposure(doses, times)
sensitivity = tape.gradient(auc, doses)
print("AUC", auc.numpy())
print("d AUC / d dose time", sensitivity)
