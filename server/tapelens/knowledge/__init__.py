"""What TensorFlow, Keras and NumPy functions do to a gradient: a measured table, read without TensorFlow."""
