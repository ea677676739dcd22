"""How much of the public API is measured, and why the rest is not.

    python -m tools.measure.coverage

prints the figure of each version, as of the last measurement, and every callable that is not measured.
"""

from __future__ import annotations

import re

from tapelens.knowledge.table import display

from tools.measure.files import FOLDER
from tools.measure.merge import Measured, Record

# Callables that take no float tensor, by their names as users write them.
OTHER: tuple[tuple[str, str], ...] = (
    (
        r"tf\.raw_ops\.(Ref\w+|TensorArray\w+|TensorList\w+|Nccl\w+|Cudnn\w+|Collective\w+|TPU\w+|Debug\w+|CrossReplicaSum"
        r"|AllToAll|AccumulateNV2|Enter|Exit|Merge|Switch|If|StatelessIf|Sparse(Matrix|Tensor)?\w*CSR\w*|SparseMatrix\w+"
        r"|DenseToCSR\w+|Ragged\w+)",
        "a handle, a reference, a device or a graph",
    ),
    (
        r"tf\.strings\..*|keras\.preprocessing\.text\..*|np\..*(str|repr|format_\w+|typename|source|info|lookfor)",
        "text",
    ),
    (r"tf\.io\..*|tf\.(image|audio)\.(is_jpeg|extract_jpeg_shape|decode_\w+|encode_\w+)", "bytes of files"),
    (
        r".*\.(load|save|from|to|gen)(_?\w*)?(txt|img|file|z|z_compressed|string|regex)|np\.(load|save)",
        "files",
    ),
    (
        r".*\.(load|save)_\w*|.*_from_(directory|json|yaml|config|text)|.*\.(plot_\w+|model_to_dot|get_file)",
        "files",
    ),
    (r".*\.bitwise\w*(\.\w+)?|.*\.(left_shift|right_shift|invert|gcd|lcm|packbits|unpackbits)", "integers"),
    (r"tf\.(debugging\.)?[aA]ssert\w*|.*\.(assert_\w+|check_pinned)", "a check, which returns nothing"),
    (r".*\.logical_\w+|tf\.reduce_(all|any)|tf\.sparse\.to_indicator", "booleans"),
    (r".*\.(serialize|deserialize|get)(_\w*object\w*|_registered\w*)?", "configurations"),
    (
        r"tf\.(case|cond|foldl|foldr|scan|map_fn|while_loop|switch_case|vectorized_map|numpy_function|py_function|"
        r"recompute_grad|grad_pass_through|gradients|hessians|custom_gradient|control_dependencies|batch_function)"
        r"|keras\.ops\.(associative_scan|cond|fori_loop|scan|while_loop|fold|jvp|vectorize|custom_gradient|switch)"
        r"|keras\.backend\.(function|gradients|switch)|.*\.(map_\w+|pack_sequence_as|traverse|remat)"
        r"|np\.(apply_over_axes|piecewise|frompyfunc|fromfunction|mask_indices|vectorize)",
        "functions or control flow, which the analysis follows itself",
    ),
    (
        r"keras\.(layers|utils|experimental|distillation)\.[A-Z]\w*|keras\.(Model|Sequential|Layer|Loss|Input)",
        "special objects",
    ),
    (
        r"keras\.(losses\.Loss|metrics\.Metric|metrics\.experimental\..*|models\.\w+(\.\w+)?)",
        "special objects",
    ),
    (r".*\.(candidate_sampler|\w+_candidate_sampler|compute_accidental_hits|invert_permutation)", "integers"),
    (
        r"tf\.(sets|lookup|nest)\..*|tf\.ragged\.(cross\w*|row_splits_to_segment_ids)|tf\.edit_distance",
        "integers or text",
    ),
    (r".*\.(\w*_window|fold_in|\w*index_shuffle|create_rng_state|sobol_sample|randint|seed)", "integers"),
    (r"np\.(busday_\w+|is_busday|isnat|datetime_\w+)", "dates"),
    (
        r".*\.(can_cast|\w+_type|issub\w+|isdtype|mintypecode|obj2sctype|sctype2char|dtype|\w*as_dtype)",
        "dtypes",
    ),
    (r"np\.(copyto|put|putmask|place|fill_diagonal)|np\.random\.shuffle", "arrays that are written in place"),
    (
        r"np\.(choose|indices|ravel_multi_index|nested_iters|base_repr|isfortran|byte_bounds|bmat|shape)",
        "integers or arrays only",
    ),
    (
        r"np\.(add_\w+|set\w+|disp|deprecate\w*|safe_eval|compare_chararrays|find_common_type|astype)",
        "no tensors",
    ),
    (
        r"np\.random\.(bytes|get_\w+|set_\w+|hypergeometric|random_integers|rand\w*|ranf|sample|dirichlet)",
        "integers",
    ),
    (
        r".*\.(broadcast_(static|dynamic)_shape|required_space_to_batch_paddings|shape|unravel_index)",
        "shapes",
    ),
    (
        r"tf\.(device|variable_creator_scope|no_gradient|register_\w+|import_graph_def|load_\w+|make_\w+|type_spec_\w+)",
        "no tensors",
    ),
    (
        r"tf\.experimental\.(dispatch_\w+|unregister_\w+|register_\w+|function_\w+|dlpack\..*|extension_type\..*)",
        "no tensors",
    ),
    (r"keras\.(distribution|dtype_policies|visualization|tree|wrappers)\..*|keras\.device", "no tensors"),
    (
        r"keras\.backend\.(name_scope|learning_phase_scope|batch_set_value|dtype|ctc_label_dense_to_sparse)",
        "no tensors",
    ),
    (
        r"keras\.(preprocessing\.sequence|utils)\.(skipgrams|timeseries_\w+|split_dataset|warmstart_\w+)",
        "data sets",
    ),
    (r".*\.(nondifferentiable_batch_function|quantize_saved_model|parallel_stack|test)", "not in eager mode"),
    (r"tf\.ragged_fill_empty_rows\w*|tf\.random_index_shuffle|tf\.group|tf\.bitcast", "integers"),
)


def other(name: str) -> str | None:
    """Return what a callable takes that takes no float tensor, None where it may take one."""
    return next((why for pattern, why in OTHER if re.fullmatch(pattern, name)), None)


def report(measured: Measured, missing: list[Record]) -> list[str]:
    """Return the coverage of one version in a sentence, then the callables without a row, with reasons."""
    named = sorted((display(r["canonical"]), " ".join(str(r["why"]).split())) for r in missing)
    lost = [f"  {name}: {why}" for name, why in named if other(name) is None]
    without = [f"  {name}: {why}" for name, _ in named if (why := other(name)) is not None]
    floats = sum(1 for row in measured.rows.values() if row["effects"])
    share = floats / max(1, floats + len(lost))
    return [
        f"TensorFlow {measured.version}: {share:.1%} of the callables that take a float tensor are measured "
        f"({floats} of {floats + len(lost)}). Not measured:",
        *lost,
        f"TensorFlow {measured.version}: {len(without)} callables have no row, as they take something else:",
        *without,
    ]


if __name__ == "__main__":
    print((FOLDER / "unmeasured.txt").read_text("utf-8"), end="")
