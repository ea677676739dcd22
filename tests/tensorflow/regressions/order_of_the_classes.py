# `super()` goes on in the order of the object's own class, through the other bases of it
import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
u = tf.Variable(4.0)


class Base:
    def run(self, x):
        return x * v


class Doubling(Base):
    def run(self, x):
        return super().run(x) * 2.0


class Adding(Base):
    def run(self, x):
        return super().run(x) + w


class Rounding(Base):
    def run(self, x):
        return tf.round(x)


class Both(Doubling, Adding):
    pass


class Blocked(Doubling, Rounding):
    pass


with tf.GradientTape(persistent=True) as tape:
    both = Both().run(u)
    blocked = Blocked().run(u)
    alone = Doubling().run(u)
tape.gradient(both, [v, w, u])
tape.gradient(blocked, [v, w, u])
tape.gradient(alone, [v, w, u])
