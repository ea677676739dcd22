"""Measures on a real TensorFlow what its functions do to a gradient, and writes the knowledge table."""
