# Cases of a match that are known, rounds of an eager tf.range, and the second derivative of a minus
import tensorflow as tf

COUNT = 3
v = tf.Variable([1.0, 2.0])
with tf.GradientTape(persistent=True) as tape:
    match COUNT:
        case 1:
            a = v * 1.0
        case 3 | 4:
            a = tf.round(v)
        case _:
            a = v
    match COUNT:
        case None:
            b = tf.round(v)
        case 3 if COUNT > 4:
            b = tf.round(v)
        case number:
            b = v * float(number)
    match COUNT:
        case 7:
            a = a + v
    c = d = e = v * 1.0
    for _ in tf.range(2):
        c = tf.zeros([2])
    for _ in tf.range(3, 0, -1):
        d, e = tf.zeros([2]), d
    for _ in tf.range(0):
        e = v * 1.0
    with tf.GradientTape() as inner:
        f = -v
    df = inner.gradient(f, v)
tape.gradient(a, v)
tape.gradient(b, v)
tape.gradient(c, v)
tape.gradient(d, v)
tape.gradient(e, v)
tape.gradient(df, v)


@tf.function
def traced():
    with tf.GradientTape() as tape:
        y = v * 1.0
        for _ in tf.range(2):
            y = tf.zeros([2])
    return tape.gradient(y, v)


traced()
