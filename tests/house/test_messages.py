"""Messages are one clause in lower case without a full stop, and name the user's own expressions."""

from __future__ import annotations

import itertools
import re

import pytest
from tapelens.findings import Location, Position, Range
from tapelens.flow.verdict import BrokenStep, Fact
from tapelens.rules import catalogue
from tapelens.rules.rule import Rule

PLACE = Location(Range(Position(7, 1), Position(7, 10)))
each_rule = pytest.mark.parametrize("rule", catalogue.all_rules(), ids=lambda rule: rule.name)


def facts(rule: Rule) -> list[Fact]:
    """Facts of every shape in which a rule may meet them, bare ones too."""
    named = BrokenStep(rule.name, PLACE, "tf.round(x + y)", name="z", op="tf.round", value="x + y")
    bare = BrokenStep(rule.name, PLACE, "x.numpy()")
    shapes = itertools.product(((named,), (bare,), ()), (1, 2), ("", "3", "a Python number"), ("tape", ""))
    return [
        Fact(rule.name, "none", "gradient", "loss", "x", tape, 12, 10, 11, breaks, turn, detail=detail)
        for breaks, turn, detail, tape in shapes
    ]


def phrases(rule: Rule) -> list[str]:
    said = [rule.message(fact) for fact in facts(rule)]
    return said + [rule.cause(fact, edge) for fact in facts(rule) for edge in fact.breaks]


@each_rule
def test_wording(rule: Rule) -> None:
    for text in phrases(rule):
        assert re.match(r"[a-z`]|Keras", text), text
        assert not text.endswith("."), text
        assert "\n" not in text
        assert "  " not in text, text
        assert text.count("`") % 2 == 0, text
        assert "``" not in text, text


@each_rule
def test_message_names_an_expression_of_the_user(rule: Rule) -> None:
    for fact in facts(rule):
        named = {fact.source, fact.target, *(e.name or e.text for e in fact.breaks)}
        quoted = re.findall(r"`([^`]+)`", rule.message(fact))
        assert any(name in text for name in named for text in quoted) or fact.tape in quoted or not fact.tape


def test_the_sentence_of_the_first_example() -> None:
    step = BrokenStep("computed-outside-tape", PLACE, "x + y", name="z", early=True)
    fact = Fact("computed-outside-tape", "none", "gradient", "loss", "x", "tape", 12, 10, 11, (step,))
    assert catalogue.get("TL101").message(fact) == (
        "gradient of `loss` with respect to `x` is None: "
        "`z` was computed by `x + y` on line 7, before `tape` started on line 10"
    )


def test_a_partly_broken_set_names_its_parts() -> None:
    fact = Fact("no-path", "none", "gradient", "loss", "model.variables", "t", 9, parts=("a", "b"), total=4)
    assert catalogue.get("TL110").message(fact) == (
        "gradient of `loss` with respect to 2 of the 4 in `model.variables` (`a` and `b`) is None: "
        "`loss` does not depend on `a` and `b`"
    )


def test_a_long_expression_is_cut() -> None:
    step = BrokenStep("stop-gradient", PLACE, f"tf.stop_gradient({' + '.join('abcdefghijklmnopqrstuv')})")
    fact = Fact("stop-gradient", "none", "gradient", "loss", "x", "tape", 12, breaks=(step,))
    quoted = re.findall(r"`([^`]+)`", catalogue.get("TL108").message(fact))
    assert [text.endswith("…") for text in quoted if len(text) > 10] == [True]
    assert max(map(len, quoted)) <= 60
