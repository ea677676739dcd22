"""Settings in a dataclass and a loss bound with partial; one helper works on Python floats."""

import functools
from dataclasses import dataclass, field

import tensorflow as tf


@dataclass
class Lens:
    curvature: tf.Variable = field(default_factory=lambda: tf.Variable(0.5))
    distance: tf.Variable = field(default_factory=lambda: tf.Variable(2.0))
    index: float = 1.5

    def focal_length(self):
        return 1.0 / ((self.index - 1.0) * self.curvature)


def image_distance(lens, thing):
    focal = lens.focal_length()
    return 1.0 / (1.0 / focal - 1.0 / thing)


def blur(lens, thing, screen_weight):
    image = image_distance(lens, thing)
    return screen_weight * tf.square(lens.distance - image)


def total(parts):
    return tf.add_n(list(parts))


lens = Lens()
terms = [functools.partial(blur, thing=t, screen_weight=w) for t, w in ((8.0, 1.0), (10.0, 0.5))]
with tf.GradientTape() as tape:
    loss = total(term(lens) for term in terms)
d_curvature, d_distance = tape.gradient(loss, [lens.curvature, lens.distance])
print(d_curvature, d_distance)

with tf.GradientTape() as tape:
    power = tf.square(1.0 / lens.focal_length() - 0.2)
print(tape.gradient(power, lens.curvature))
