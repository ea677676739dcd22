# Numbers that were written as text or bytes and are read back have no history
import json
import math
import pickle
import struct

import tensorflow as tf

v = tf.Variable(2.0)


def maybe(x):
    return x if x > 1.0 else 1.0


with tf.GradientTape(persistent=True) as tape:
    x = v * 1.0
    a = tf.constant(1.0) * json.loads(json.dumps(float(x)))
    b = tf.constant(1.0) * json.loads(json.dumps({"x": x.numpy().tolist()}))["x"]
    c = tf.constant(1.0) * pickle.loads(pickle.dumps(x.numpy()))
    d = tf.constant(1.0) * struct.unpack("f", struct.pack("f", x))[0]
    e = tf.constant(1.0) * float("%.3f" % x)
    f = tf.constant(1.0) * float("{:.3f}".format(x.numpy()))
    g = tf.constant(1.0) * float(str(float(x)))
    h = tf.constant(1.0) * math.hypot(x, x)
    i = tf.constant(1.0) * float(maybe(x))
    j = tf.constant(1.0) * math.hypot(maybe(x), 2)
    print(str(v), "%s" % v, "{}".format(v), repr(v), "v = " + str(v), json.dumps(float(v)))
    k = v * 2.0
tape.gradient(a, v)
tape.gradient(b, v)
tape.gradient(c, v)
tape.gradient(d, v)
tape.gradient(e, v)
tape.gradient(f, v)
tape.gradient(g, v)
tape.gradient(h, v)
tape.gradient(i, v)
tape.gradient(j, v)
tape.gradient(k, v)
