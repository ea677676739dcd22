# Dicts of the standard library, merged dicts, keys made by f-strings, and items in their order
import collections

import tensorflow as tf

v, w = tf.Variable(1.5), tf.Variable(2.5)
layers = {f"layer{i}": tf.Variable(float(i + 1)) for i in range(3)}
with tf.GradientTape(persistent=True) as tape:
    groups = collections.defaultdict(list)
    groups["soft"].append(v * 2.0)
    groups["hard"].append(tf.round(w))
    soft, hard = sum(groups["soft"]), groups["hard"][0]
    ordered = collections.OrderedDict(a=v * 1.0, b=w * 1.0)
    popped = ordered.popitem(last=False)[1]
    shared = dict.fromkeys(["a", "b"], v * 1.0)["b"]
    merged = {"v": v, "w": v} | {"w": w}
    product = merged["w"] * 2.0
    hidden = tf.constant(1.0)
    for name in ("layer0", "layer2"):
        hidden = hidden * layers[name]
    smallest = [value for _, value in sorted({"b": w * 1.0, "a": v * 1.0}.items())][0]
tape.gradient(soft, [v, w])
tape.gradient(hard, [v, w])
tape.gradient(popped, [v, w])
tape.gradient(shared, [v, w])
tape.gradient(product, merged)
tape.gradient(hidden, [layers[name] for name in sorted(layers)])
tape.gradient(smallest, [v, w])
