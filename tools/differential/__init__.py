"""Differential testing: random programs on the real tape and on the machine, compared per source."""
