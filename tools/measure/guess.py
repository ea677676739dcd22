"""Runs inside an interpreter that has TensorFlow: arguments guessed from signatures, until a call runs."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import recipes  # type: ignore[import-not-found]  # beside this file, which runs as part of a script
from prober import RANGES  # type: ignore[import-not-found]

Parameter = inspect.Parameter
Call = Callable[..., Any]
STARS: dict[Any, str] = {Parameter.VAR_POSITIONAL: "*", Parameter.VAR_KEYWORD: "**"}


class NotMeasuredError(Exception):
    """No arguments were found with which the callable runs."""


def parameters(function: Call) -> list[Parameter]:
    """Return the parameters, of compiled functions as their documentation writes them."""
    try:
        return [p for p in inspect.signature(function).parameters.values() if p.name != "self"]
    except (TypeError, ValueError):
        return _documented(function)


def _documented(function: Call) -> list[Parameter]:
    if hasattr(function, "nin"):
        names = ["x"] if function.nin == 1 else [f"x{i + 1}" for i in range(function.nin)]
        return [Parameter(name, Parameter.POSITIONAL_ONLY) for name in names]
    first = (function.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
    found = re.search(r"\((.*)\)", first)
    if found is None:
        raise NotMeasuredError("no signature")
    text = re.sub(r"\([^()]*\)", "arrays", found[1])
    made: dict[str, Parameter] = {}
    for part in filter(None, (p.strip(" []/*.") for p in text.split(","))):
        name, given, _ = part.partition("=")
        if name.strip().isidentifier():
            default = None if given or ("[" in found[1] and made) else Parameter.empty
            made[name.strip()] = Parameter(name.strip(), Parameter.POSITIONAL_OR_KEYWORD, default=default)
    return list(made.values())


def shown(function: Call) -> list[str]:
    """Return all parameters as the table writes them."""
    return [STARS.get(p.kind, "") + p.name for p in parameters(function)]


class Guesser:
    """Measures a function with the first guessed arguments that it accepts."""

    def __init__(self, prober: Any, function: Call) -> None:
        self.prober, self.function = prober, function
        self.named = [p for p in parameters(function) if p.kind not in STARS]
        self.required = [p.name for p in self.named if p.default is Parameter.empty]

    def row(self) -> dict[str, Any]:
        """Return effects and outputs."""
        failures: list[str] = []
        for profile in recipes.PROFILES:
            for choice in range(3 if self.has_choices() else 1):
                try:
                    return self.row_at(profile, choice)
                except Exception as error:  # any failure only means that these arguments do not fit
                    failures.append(f"{type(error).__name__}: {' '.join(str(error).split())[:90]}")
        raise NotMeasuredError(failures[0])

    def has_choices(self) -> bool:
        names = {p.name.lower() for p in self.named}
        return bool(names & (recipes.PLAIN.keys() | recipes.OPTIONAL))

    def arguments(self, profile: Any, point: int, choice: int) -> Any:
        """Return the arguments by name, and the float tensors among them."""
        given: dict[str, Any] = {}
        floats: dict[str, Any] = {}
        for i, p in enumerate(self.named):
            name = p.name.lower()
            needed = p.default is Parameter.empty
            if recipes.PLAIN.get(name) and not (name in recipes.CONV and profile[0] == "image"):
                if needed:
                    given[p.name] = recipes.PLAIN[name][choice % len(recipes.PLAIN[name])]
            elif needed or (choice == 0 and name in recipes.OPTIONAL and p.default is None):
                floats[p.name] = self.tensor(name, profile, 7 * point + i, point)
                given[p.name] = floats[p.name]
                if name in recipes.LISTS:
                    given[p.name] = [floats[p.name], self.tensor(name, profile, 50 + i, point)]
        return given, floats

    def tensor(self, name: str, profile: Any, seed: int, point: int) -> Any:
        kind, shape, spd = profile
        if name in recipes.CONV and kind == "image":
            return self.prober.value(recipes.CONV[name], False, seed, *RANGES[point])
        made = self.prober.value(shape, spd, seed, *RANGES[point])
        return self.prober.tf.cast(made, "complex64") if kind == "complex" else made

    def row_at(self, profile: Any, choice: int) -> dict[str, Any]:
        effects: dict[str, list[str]] = {}
        outputs: list[str] = []
        for point in range(len(RANGES)):
            given, floats = self.arguments(profile, point, choice)
            try:
                found, words = self.measured(given, floats)
            except Exception:
                if point == 0:
                    raise
                continue  # outside the function's domain
            outputs = [self.prober.dtype(one) for one in found]
            for name in floats:
                effects[name] = self.prober.stronger(effects.get(name), words[name])
        if floats and (not outputs or set(outputs) <= {"object", "none"}):
            raise NotMeasuredError("returns no tensor")
        traced = self.prober.traced(lambda: self.measured(*self.arguments(profile, 0, choice))[1], effects)
        effects = self.prober.plain(effects, given)
        return {"effects": effects, "outputs": self.same(given, outputs), "graph": traced}

    def measured(self, given: dict[str, Any], floats: dict[str, Any]) -> Any:
        """Return the outputs, and per float tensor the words."""
        with self.prober.tf.GradientTape(persistent=True) as tape:
            for tensor in floats.values():
                tape.watch(tensor)
            result = self.apply(given)
        found = self.prober.flat(result)
        found = found if len(found) <= 6 else found[:1]
        return found, {n: [self.prober.gradient(tape, one, t) for one in found] for n, t in floats.items()}

    def apply(self, given: dict[str, Any]) -> Any:
        rest = {name: value for name, value in given.items() if name not in self.required}
        return self.function(*(given[name] for name in self.required), **rest)

    def same(self, given: dict[str, Any], outputs: list[str]) -> list[str]:
        """A float output that is an integer for integer inputs is `same`."""
        if "float" not in outputs:
            return outputs
        try:
            found = self.prober.flat(self.apply({name: self.whole(value) for name, value in given.items()}))
        except Exception:  # integers are not accepted
            return outputs
        dtypes = [self.prober.dtype(one) for one in found]
        return [
            "same" if a == "float" and b == "int" else a
            for a, b in zip(outputs, [*dtypes, *outputs], strict=False)
        ]

    def whole(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.whole(one) for one in value]
        tf = self.prober.tf
        return tf.cast(value * 10, "int32") if tf.is_tensor(value) and value.dtype == tf.float32 else value
