"""How fast the analyser and its server are, beside the peers that are installed, in one run."""
