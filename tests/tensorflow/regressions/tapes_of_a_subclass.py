# An object of a subclass of the tape is a tape
import tensorflow as tf

v = tf.Variable(3.0)
w = tf.Variable(2.0)
c = tf.constant(1.5)


class Plain(tf.GradientTape):
    pass


class Counting(tf.GradientTape):
    def __init__(self, **options):
        super().__init__(persistent=True, **options)
        self.count = 0

    def gradient(self, target, sources, **options):
        self.count += 1
        return super().gradient(target, sources, **options)


class Watching(tf.GradientTape):
    def __enter__(self):
        super().__enter__()
        self.watch(c)
        return self

    def __exit__(self, *error):
        return super().__exit__(*error)


with Plain() as plain:
    y = v * 2.0
    with plain.stop_recording():
        y = y * w
plain.gradient(y, [v, w])
with Plain(watch_accessed_variables=False) as manual:
    manual.watch(v)
    y = v * w
manual.gradient(y, [v, w])
with Counting() as counting:
    y = v * 2.0
    z = tf.round(w)
counting.gradient(y, [v, w])
counting.gradient(z, [v, w])
with Watching() as watching:
    y = v * c
watching.gradient(y, [v, w, c])
