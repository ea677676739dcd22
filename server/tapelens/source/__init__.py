"""Characters and syntax: documents, positions, suppressions, notebooks. Knows nothing of TensorFlow."""
