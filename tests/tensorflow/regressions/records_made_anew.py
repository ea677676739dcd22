"""Data classes and named tuples that are replaced field by field, and asked for as they are."""

import collections
import dataclasses
import typing

import tensorflow as tf


class Params(typing.NamedTuple):
    mass: tf.Variable
    drag: tf.Variable


@dataclasses.dataclass
class State:
    pos: tf.Tensor
    vel: tf.Tensor

    def evolve(self, **changes):
        return dataclasses.replace(self, **changes)


Pair = collections.namedtuple("Pair", "left right")


def rollout(params, leave):
    state = State(tf.constant([0.0, 1.0]), tf.constant([1.0, 0.0]))
    for _ in range(3):
        force = -params.drag * state.vel / params.mass
        state = state.evolve(vel=state.vel + 0.01 * force)
        velocity = state.vel.numpy() if leave else state.vel
        state = state.evolve(pos=state.pos + 0.01 * velocity)
    return state.pos


params = Params(tf.Variable(1.0), tf.Variable(0.1))
with tf.GradientTape(persistent=True) as tape:
    kept = tf.reduce_sum(rollout(params, leave=False))
    lost = tf.reduce_sum(rollout(params, leave=True))
    other = tf.reduce_sum(rollout(params._replace(drag=tf.Variable(0.2)), leave=False))
print(tape.gradient(kept, params))
print(tape.gradient(lost, params))
print(tape.gradient(other, list(params)))

pair = Pair(tf.Variable(1.0), tf.Variable(2.0))
with tf.GradientTape(persistent=True) as tape:
    changed = pair._replace(right=tf.Variable(3.0))
    loss = changed.left * changed.right
    alone = pair._asdict()["left"] * 2.0
print(tape.gradient(loss, pair))
print(tape.gradient(alone, [pair.left, pair.right]))
