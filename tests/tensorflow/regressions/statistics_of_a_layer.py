# The moving statistics of a BatchNormalization are not trained, by whatever name they are asked for
import tensorflow as tf

norm = tf.keras.layers.BatchNormalization()
x = tf.Variable(tf.random.normal([4, 3]))
with tf.GradientTape(persistent=True) as tape:
    trained = norm(x, training=True)
    inferred = norm(x, training=False)
tape.gradient(trained, [norm.gamma, norm.beta, norm.moving_mean, norm.moving_variance, x])
tape.gradient(inferred, [norm.gamma, norm.beta, norm.moving_mean, norm.moving_variance, x])
