"""What the real tape answered: the user's own program under the user's own TensorFlow, on request only."""
