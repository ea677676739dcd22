# A variable made of a model's output starts anew; the model's own loss does not
import tensorflow as tf

layer = tf.keras.layers.Dense(1)
model = tf.keras.Sequential([layer])
model.compile(loss="mse")
x, t = tf.ones([2, 2]), tf.zeros([2, 1])
model(x)
with tf.GradientTape(persistent=True) as tape:
    y = tf.Variable(model(x)) * 2.0
    z = model.compute_loss(y=t, y_pred=model(x))
    chosen = model(x) * 2.0 if tf.reduce_sum(x) > 1.0 else tf.zeros([2, 1])
tape.gradient(y, layer.kernel)
tape.gradient(z, layer.kernel)
tape.gradient(chosen, layer.kernel)
