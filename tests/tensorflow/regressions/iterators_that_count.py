# What an iterator gives next hangs on its own state; objects that say so may be false
import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
u = tf.Variable(4.0)


class Counting:
    def __init__(self):
        self.place = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.place += 1
        if self.place > 3:
            raise StopIteration
        return (v, w, u)[self.place - 1] * 1.0


class Sized:
    def __len__(self):
        return 0


class Child(Sized):
    pass


class Own(list):
    pass


with tf.GradientTape(persistent=True) as tape:
    second = list(Counting())[1]
    for last in Counting():
        pass
    by_child = v * 1.0 if Child() else w * 1.0
    by_own = v * 1.0 if Own() else w * 1.0
tape.gradient(second, w)
tape.gradient(last, u)
tape.gradient(by_child, w)
tape.gradient(by_own, w)
