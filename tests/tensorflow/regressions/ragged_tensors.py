# Ragged tensors keep their values as they are; where the rows end says nothing of them

import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
x = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    ragged = tf.RaggedTensor.from_row_lengths(tf.stack([v, w]), [1, 1])
    flat = ragged.flat_values[0] * 2.0
    dense = ragged.to_tensor()[0, 0]
    lengths = tf.reduce_sum(tf.cast(ragged.row_lengths(), tf.float32)) * v
    other = tf.reduce_sum(ragged.with_values(w * tf.ones([2])).to_tensor())
    padded = tf.reduce_sum(tf.ragged.stack([x, x]).to_tensor(default_value=v))
    numbers = tf.reduce_sum(tf.ragged.constant([[1.0], [2.0, 3.0]]).to_tensor() * v)
tape.gradient(flat, [v, w, x])
tape.gradient(dense, [v, w, x])
tape.gradient(lengths, [v, w, x])
tape.gradient(other, [v, w, x])
tape.gradient(padded, [v, w, x])
tape.gradient(numbers, [v, w, x])
