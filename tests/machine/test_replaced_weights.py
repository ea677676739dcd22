"""Keras 2 lets a layer's weight be replaced by a tensor: the layer then computes with that tensor."""

from tapelens.check import check

REPLACED = """\
import tensorflow as tf

model = tf.keras.layers.Dense(1)
fast = tf.keras.layers.Dense(1)
x = tf.ones((2, 3))
model.build((2, 3))
fast.build((2, 3))
with tf.GradientTape() as tape:
    with tf.GradientTape() as inner:
        loss = tf.reduce_sum(model(x) ** 2)
    kernel, bias = inner.gradient(loss, [model.kernel, model.bias])
    fast.kernel = model.kernel - 0.1 * kernel
    after = tf.reduce_sum(fast(x) ** 2)
print(tape.gradient(after, model.trainable_variables))
"""


def test_a_replaced_weight_carries() -> None:
    assert check(REPLACED).findings == ()


def test_without_the_replacement_the_models_are_strangers() -> None:
    strangers = REPLACED.replace("    fast.kernel = model.kernel - 0.1 * kernel\n", "")
    assert [finding.name for finding in check(strangers).findings] == ["no-path"]
