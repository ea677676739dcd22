"""What the knowledge says of a callable, in words."""

import pytest
from tapelens.knowledge.explain import explain_row


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tf.round", "`tf.round` gives no gradient to `x` (None)."),
        ("tf.math.round", "`tf.round` gives no gradient to `x` (None)."),
        ("tf.add", "`tf.add` carries the gradient of `x` and `y`."),
        ("tf.stop_gradient", "on purpose"),
        ("tf.nn.top_k", "output 2 gives no gradient to `input` (None)"),
        (
            "tf.math.is_nan",
            "where its result is itself the target, asking for the gradient raises LookupError",
        ),
        ("tf.image.resize", "with `method=area` it has no gradient registered"),
        ("keras.layers.BatchNormalization", "has 2 trainable and 2 other variables"),
        ("keras.Model.predict", "Up to TensorFlow 2.15: "),
        ("keras.Model.predict", "Since TensorFlow 2.21: "),
        ("keras.ops.round", "Measured on TensorFlow 2.21 only: "),
        ("np.mean", "`tf.reduce_mean` does the same and carries the gradient."),
        ("tf.math.real", "`tf.math.real` gives `input` back as it is, with its gradient."),
        ("np.sin", "in a `tf.function` it raises"),
        ("keras.backend.rnn", "in a `tf.function` it carries the gradient of `initial_states`"),
        ("tf.zeros", "takes no tensor that has a gradient"),
    ],
)
def test_words(name: str, words: str) -> None:
    assert words in (explain_row(name) or "")


def test_unknown() -> None:
    assert explain_row("tf.no_such_function") is None
