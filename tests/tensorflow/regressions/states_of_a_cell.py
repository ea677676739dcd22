# What a recurrent cell gives beside its output is a list: taking its first element is no op
import tensorflow as tf

x = tf.Variable(tf.ones([2, 4]))
cell = tf.keras.layers.LSTMCell(5)
layer = tf.keras.layers.LSTM(5, return_state=True)
with tf.GradientTape(persistent=True) as tape:
    output, states = cell(x, [tf.zeros([2, 5]), tf.zeros([2, 5])])
    parts = layer(tf.stack([x, x], axis=1))
tape.gradient(output, x)
tape.gradient(states[0], x)
tape.gradient(parts[1], x)
