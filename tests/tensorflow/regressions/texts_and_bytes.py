# Nothing passes through texts and bytes; the values of a sparse tensor are those that it was made of
import tensorflow as tf

v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    number = tf.strings.to_number(tf.strings.as_string(v))
    parsed = tf.io.parse_tensor(tf.io.serialize_tensor(v), tf.float32)
    sparse = tf.sparse.SparseTensor([[0, 0], [1, 1]], v * 2.0, [2, 2])
    values = tf.reduce_sum(sparse.values)
    places = tf.reduce_sum(tf.cast(sparse.indices, tf.float32))
    dense = tf.sparse.to_dense(sparse)
tape.gradient(number, v)
tape.gradient(parsed, v)
tape.gradient(values, v)
tape.gradient(places, v)
tape.gradient(dense, v)
tape.gradient(sparse.values, v)
