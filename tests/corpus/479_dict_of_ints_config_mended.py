"""Elasticities of a profit function; the inputs come from a settings dict of whole numbers."""
import tensorflow as tf

SETTINGS = {"price": 12, "units": 300, "wage": 20}


def profit(t):
    revenue = t["price"] * t["units"]
    labour = t["wage"] * t["units"]
    return tf.cast(revenue - labour, tf.float32)


def elasticity(settings):
    t = {k: tf.constant(float(v)) for k, v in settings.items()}
    with tf.GradientTape() as tape:
        tape.watch(t)
        value = profit(t)
    grads = tape.gradient(value, t)
    report = {}
    for name, g in grads.items():
        if g is not None:
            report[name] = float(g * tf.cast(t[name], tf.float32) / value)
    return report


print(elasticity(SETTINGS))
