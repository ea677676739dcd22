"""All rules and their pages, found by walking this folder on demand."""

from __future__ import annotations

import difflib
import functools
import importlib
import importlib.resources
import pkgutil

from tapelens import rules
from tapelens.rules.rule import Rule


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the codes."""
    found = []
    for info in pkgutil.iter_modules(rules.__path__):
        rule = getattr(importlib.import_module(f"{rules.__name__}.{info.name}"), "RULE", None)
        if rule is not None:
            found.append(rule)
    return tuple(sorted(found, key=lambda rule: rule.code))


def get(name_or_code: str) -> Rule | None:
    """Return the rule of that name or code, in any case, or None."""
    return _addresses().get(name_or_code.strip().lower())


def page(name: str) -> str:
    """Return the text of the rule's page, read when asked for; KeyError for an unknown rule."""
    rule = get(name)
    if rule is None:
        raise KeyError(name)
    file = importlib.resources.files(rules).joinpath(f"{stem(rule.name)}.md")
    return file.read_text(encoding="utf-8")


def suggest(name: str) -> str | None:
    """Return the name or code of the rule that was probably meant, or None."""
    by_name = {rule.name: rule.name for rule in all_rules()}
    by_name |= {rule.code.lower(): rule.code for rule in all_rules()}
    close = difflib.get_close_matches(name.strip().lower().replace("_", "-"), by_name, n=1)
    return by_name[close[0]] if close else None


def stem(name: str) -> str:
    """Return the file stem of the rule's module and page."""
    return name.replace("-", "_")


@functools.cache
def _addresses() -> dict[str, Rule]:
    return {address.lower(): rule for rule in all_rules() for address in (rule.name, rule.code)}
