# What stands in for None on some ways has its attributes, elements and calls all the same
import random

import tensorflow as tf


class Actor:
    def __init__(self, known):
        self.weights = [tf.Variable(2.0), tf.Variable(3.0)] if known else None
        self.body = self.double if known else None
        self.offset = tf.constant(1.0) if known else None

    def double(self, x):
        return x * self.weights[0]


actor = Actor(random.random() < 2.0)
with tf.GradientTape(persistent=True) as tape:
    sound = actor.body(tf.constant(5.0)) + actor.offset
    stopped = tf.stop_gradient(sound)
    first, second = actor.weights
    both = first * second
    rounded = tf.round(both)
tape.gradient(sound, actor.weights[0])
tape.gradient(stopped, actor.weights[0])
tape.gradient(both, [weight for weight in actor.weights])
tape.gradient(rounded, actor.weights)
