"""A registry of model classes with a factory; the probe's loss asks the frozen encoder's copy."""

import tensorflow as tf

tf.keras.utils.set_random_seed(307)


class Registry(dict):
    def register(self, cls):
        self[cls.__name__.lower()] = cls
        return cls

    def create(self, name, **kwargs):
        return self[name](**kwargs)


MODELS = Registry()


@MODELS.register
class Encoder(tf.keras.Model):
    def __init__(self, dim=4):
        super().__init__()
        self.project = tf.keras.layers.Dense(dim, activation="tanh")

    def call(self, x):
        return self.project(x)


@MODELS.register
class Probe(tf.keras.Model):
    def __init__(self, classes=2):
        super().__init__()
        self.linear = tf.keras.layers.Dense(classes)

    def call(self, h):
        return self.linear(h)


class Pipeline:
    def __init__(self):
        self.student = Encoder(dim=4)
        self.teacher = Encoder(dim=4)
        self.probe = Probe()

    def warm_up(self, x):
        self.student(x), self.teacher(x)
        self.teacher.set_weights(self.student.get_weights())

    def consistency(self, x):
        return tf.reduce_mean(tf.square(self.student(x) - tf.stop_gradient(self.teacher(x + 0.1))))

    def probe_loss(self, x, labels):
        logits = self.probe(self.student(x))
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))

    def gradients(self, x, labels):
        with tf.GradientTape(persistent=True) as tape:
            probe_loss = self.probe_loss(x, labels)
            consistency = self.consistency(x)
        encoder = tape.gradient(probe_loss, self.student.trainable_variables)
        probe = tape.gradient(probe_loss, self.probe.trainable_variables)
        consistent = tape.gradient(consistency, self.student.trainable_variables)
        return encoder, probe, consistent


pipeline = Pipeline()
x = tf.random.normal((6, 3))
pipeline.warm_up(x)
print([[g is None for g in group] for group in pipeline.gradients(x, tf.constant([0, 1, 0, 1, 1, 0]))])
