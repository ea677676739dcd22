"""Gradients of each output of a small chemical network with one tape in a loop."""
import tensorflow as tf

RATES = ("k1", "k2", "k3")


def steady_state(k):
    a = k["k1"] / (k["k2"] + 0.1)
    b = a * k["k2"] / k["k3"]
    return {"a": a, "b": b, "flux": b * k["k3"]}


def elasticities(k):
    with tf.GradientTape(persistent=True) as tape:
        outputs = steady_state(k)
    table = {}
    for name, value in outputs.items():
        grads = tape.gradient(value, k)
        table[name] = {r: grads[r] for r in RATES if grads[r] is not None}
    return table


k = {name: tf.Variable(1.0 + i) for i, name in enumerate(RATES)}
steady_state = lambda k: {"b": k["k1"] / (k["k2"] + 0.1) * k["k2"] / k["k3"], "c": k["k1"] * k["k2"] * k["k3"]}
for name, row in elasticities(k).items():
    print(name, {r: float(v) for r, v in row.items()})
