"""Tapelens: which TensorFlow gradients will be None, why, and how to mend them."""

__version__ = "0.1.0"
