# A while loop with a counter takes the turns that its counter says
import tensorflow as tf
t1 = tf.Variable(1.0)
v = tf.Variable(1.0)
with tf.GradientTape(persistent=True) as tape:
    t3 = tf.zeros([])
    n1 = 0
    while n1 < 3:
        n1 += 1
        t4 = tf.image.random_brightness(t3, t1)
        t3 = tf.reduce_mean(t3)
    n = 2
    a = b = c = tf.zeros([])
    while n > 0:
        c = b
        b = a
        a = v * 1.0
        n -= 1
    n = 3
    d = e = f = tf.zeros([])
    while n >= 1:
        n -= 1
        if n == 1:
            continue
        f = e
        e = d
        d = v * 1.0
    while n < 1000:
        n += 1
        g = v * 1.0
tape.gradient(t3, t1)
tape.gradient(a, v)
tape.gradient(b, v)
tape.gradient(c, v)
tape.gradient(d, v)
tape.gradient(e, v)
tape.gradient(f, v)
tape.gradient(g, v)
