# itertools hand on the values that they are given, each to its place
import itertools
import operator

import tensorflow as tf

a, b, c = tf.Variable(1.0), tf.Variable(2.0), tf.Variable(3.0)
with tf.GradientTape(persistent=True) as tape:
    pairs = sum(x * y for x, y in itertools.combinations([a, b], 2))
    first = sum(itertools.islice((x * 2.0 for x in [a, b, c]), 1))
    chained = sum(itertools.chain([a * 1.0], [b * 1.0]))
    flat = sum(itertools.chain.from_iterable([[a * 1.0], [c * 1.0]]))
    crossed = sum(x * y for x, y in itertools.product([a], [c]))
    mapped = sum(itertools.starmap(operator.mul, [(a, 2.0), (b, 3.0)]))
    running = list(itertools.accumulate([a * 1.0, b * 1.0, c * 1.0]))
    repeated = sum(itertools.repeat(c * 1.0, 2))
tape.gradient(pairs, [a, b, c])
tape.gradient(first, [a, b, c])
tape.gradient(chained, [a, b, c])
tape.gradient(flat, [a, b, c])
tape.gradient(crossed, [a, b, c])
tape.gradient(mapped, [a, b, c])
tape.gradient(running[1], [a, b, c])
tape.gradient(repeated, [a, b, c])
tape.gradient(repeated, list(itertools.chain([a], [b, c])))
