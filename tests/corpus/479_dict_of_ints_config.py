"""Elasticities of a profit function; the inputs come from a settings dict of whole numbers."""
import tensorflow as tf

SETTINGS = {"price": 12, "units": 300, "wage": 20}


def profit(t):
    revenue = t["price"] * t["units"]
    labour = t["wage"] * t["units"]
    return tf.cast(revenue - labour, tf.float32)


def elasticity(settings):
    t = {k: tf.constant(v) for k, v in settings.items()}  # cause: integer-dtype
    with tf.GradientTape() as tape:
        tape.watch(t)
        value = profit(t)
    grads = tape.gradient(value, t)  # expect: none integer-dtype
    report = {}
    for name, g in grads.items():
        if g is not None:
            report[name] = float(g * tf.cast(t[name], tf.float32) / value)
    return report


print(elasticity(SETTINGS))
