"""The import of TensorFlow that a fix needs, added where the file has none."""

from __future__ import annotations

import re
from dataclasses import replace

from tapelens.fixes.registry import Candidate
from tapelens.fixes.site import Site
from tapelens.fixes.source import source

_USED = re.compile(r"(?<![\w.])tf\.")


def completed(site: Site, candidate: Candidate) -> Candidate:
    """Return the candidate, with `import tensorflow as tf` where it names `tf` and the file does not import it."""
    if site.source.tensorflow or len(_USED.findall(candidate.text)) <= len(_USED.findall(site.text)):
        return candidate
    made = source(candidate.text)
    line = made.import_line()
    text = Site(made, site.finding).inserted(line, "import tensorflow as tf")
    return replace(candidate, text=text)
