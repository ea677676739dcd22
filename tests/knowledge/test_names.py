"""Names are resolved as users write them: aliases, re-exports, older namespaces, other modules of the project."""

from pathlib import Path

import pytest
from tapelens.check import check
from tapelens.project.files import Files

PROGRAM = """
{imports}
v = {variable}(1.5)
with {tape}() as tape:
    y = {call}
tape.gradient(y, v)
"""
TF = "import tensorflow as tf"


def found(imports: str, call: str, tape: str = "tf.GradientTape", variable: str = "tf.Variable") -> list[str]:
    text = PROGRAM.format(imports=imports, call=call, tape=tape, variable=variable)
    return [finding.name for finding in check(text).findings]


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        (TF, "tf.round(v)"),
        (TF, "tf.math.round(v)"),
        (TF, "tf.compat.v1.round(v)"),
        (TF, "tf.compat.v2.math.round(v)"),
        (TF, "tf.keras.backend.round(v)"),
        (TF, "tf.keras.ops.round(v)"),
        (TF, "tf.experimental.numpy.floor(v)"),
        (TF, "tf.raw_ops.Round(x=v)"),
        (f"{TF}\nimport tensorflow", "tensorflow.math.round(v)"),
        (f"{TF}\nfrom tensorflow import round", "round(v)"),
        (f"{TF}\nfrom tensorflow import math", "math.round(v)"),
        (f"{TF}\nfrom tensorflow import math as tfm", "tfm.round(v)"),
        (f"{TF}\nimport tensorflow.math as tfm", "tfm.round(v)"),
        (f"{TF}\nfrom tensorflow.math import round as to_whole", "to_whole(v)"),
        ("import tensorflow.compat.v2 as tf", "tf.round(v)"),
        ("from tensorflow.compat import v2 as tf", "tf.math.round(v)"),
        ("from tensorflow._api.v2 import v2 as tf", "tf.round(v)"),
        (f"{TF}\nfrom tensorflow.python.ops import math_ops", "math_ops.round(v)"),
        (f"{TF}\nimport keras", "keras.ops.round(v)"),
        (f"{TF}\nimport keras_core as keras", "keras.ops.round(v)"),
        (f"{TF}\nfrom keras import ops", "ops.round(v)"),
        (f"{TF}\nfrom keras.ops import round", "round(v)"),
        (f"{TF}\nfrom keras import backend as K", "K.round(v)"),
        (f"{TF}\nfrom tensorflow.keras import backend as K", "K.round(v)"),
        (f"{TF}\nimport tensorflow.keras.backend as K", "K.round(v)"),
        (f"{TF}\nimport tensorflow.experimental.numpy as tnp", "tnp.floor(v)"),
        ("import pytest\ntf = pytest.importorskip('tensorflow', minversion='2.1')", "tf.round(v)"),
        (f"{TF}\nto_whole = tf.round", "to_whole(v)"),
        (f"{TF}\nm = tf.math", "m.round(v)"),
        (f"{TF}\nclass Ops:\n    whole = tf.round", "Ops.whole(v)"),
        (f"{TF}\nops = dict(whole=tf.round)", "ops['whole'](v)"),
        (
            f"{TF}\ntry:\n    import keras\nexcept ImportError:\n    from tensorflow import keras",
            "tf.round(v)",
        ),
    ],
)
def test_a_function_by_any_name(imports: str, call: str) -> None:
    assert found(imports, call) == ["non-differentiable-op"]


@pytest.mark.parametrize(
    ("imports", "tape", "variable"),
    [
        ("from tensorflow import GradientTape, Variable, round", "GradientTape", "Variable"),
        ("from tensorflow import GradientTape as Tape, Variable, round", "Tape", "Variable"),
        (f"{TF}\nround = tf.round", "tf.autodiff.GradientTape", "tf.Variable"),
        (f"{TF}\nround = tf.round", "tf.compat.v2.GradientTape", "tf.Variable"),
        (f"{TF}\nround = tf.round", "tf.compat.v1.GradientTape", "tf.compat.v1.Variable"),
        (
            f"{TF}\nround = tf.round\nfrom tensorflow.python.eager.backprop import GradientTape",
            "GradientTape",
            "tf.Variable",
        ),
        (
            f"{TF}\nround = tf.round\nfrom tensorflow.python.eager import backprop",
            "backprop.GradientTape",
            "tf.Variable",
        ),
        (f"{TF}\nround = tf.round\nimport keras", "tf.GradientTape", "keras.Variable"),
    ],
)
def test_a_tape_and_a_variable_by_any_name(imports: str, tape: str, variable: str) -> None:
    assert found(imports, "round(v)", tape, variable) == ["non-differentiable-op"]
    assert found(imports, "v * 2.0", tape, variable) == []


@pytest.mark.parametrize(
    "imports",
    [
        "from tensorflow.keras import layers",
        "from tensorflow.keras import layers as layers",
        "from keras import layers",
        "import keras.layers as layers",
        "import tensorflow.keras.layers as layers",
        "from tensorflow import keras\nlayers = keras.layers",
        "import keras\nlayers = keras.layers",
        "from tensorflow.python.keras import layers",
    ],
)
def test_a_layer_by_any_name(imports: str) -> None:
    call = "layers.Dense(2)(tf.round(tf.reshape(v, [1, 1])))"
    assert found(f"{TF}\n{imports}", call) == ["non-differentiable-op"]


HELPER = """
import tensorflow as tf
from tensorflow import GradientTape as Tape, math as tfm

to_whole = tf.round
class ops:
    whole = tfm.round
"""


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ("from common import Tape, to_whole", "to_whole(v)"),
        ("from common import Tape, tfm", "tfm.round(v)"),
        ("from common import Tape, tf as again", "again.round(v)"),
        ("from common import Tape, ops", "ops.whole(v)"),
        ("from common import *", "to_whole(v)"),
        ("import common\nTape = common.Tape", "common.to_whole(v)"),
        ("import common as c\nfrom common import Tape", "c.tf.math.round(v)"),
    ],
)
def test_names_of_other_modules_of_the_project(tmp_path: Path, imports: str, call: str) -> None:
    (tmp_path / "common.py").write_text(HELPER)
    main = tmp_path / "main.py"
    imports = f"{TF}\n{imports}"
    main.write_text(PROGRAM.format(imports=imports, call=call, tape="Tape", variable="tf.Variable"))
    analysis = check(main.read_text(), path=str(main), project=Files())
    assert [finding.name for finding in analysis.findings] == ["non-differentiable-op"]


@pytest.mark.parametrize("package", ["horovod", "byteps"])
def test_a_tape_that_is_shared_by_processes_is_the_tape(package: str) -> None:
    wrapped = (
        "tape = hvd.DistributedGradientTape(tape)\ntape.gradient(y, v)\nhvd.DistributedGradientTape(other)"
    )
    text = PROGRAM.format(
        imports=f"{TF}\nimport {package}.tensorflow as hvd",
        call="tf.round(v)",
        tape="tf.GradientTape",
        variable="tf.Variable",
    ).replace("tape.gradient(y, v)", wrapped)
    assert [finding.name for finding in check(text).findings] == ["non-differentiable-op"]
