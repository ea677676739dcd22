"""BYOL: the base class's projection helper stops the gradient for both networks."""

import abc

import tensorflow as tf
from tensorflow.keras import layers, models

tf.keras.utils.set_random_seed(210)


def projector(name):
    return models.Sequential([layers.Dense(8, activation="relu"), layers.Dense(4)], name=name)


class SelfSupervised(abc.ABC):
    def __init__(self, **networks):
        for name, network in networks.items():
            setattr(self, name, network)

    @staticmethod
    def project(network, view):
        z = network(view)
        return tf.stop_gradient(tf.math.l2_normalize(z, axis=-1))  # cause: stop-gradient

    @abc.abstractmethod
    def loss(self, view_1, view_2):
        ...


class BYOL(SelfSupervised):
    def __init__(self, tau=0.99):
        super().__init__(online=projector("online"), target=projector("target"))
        self.predictor = layers.Dense(4)
        self.tau = tau

    def predict_projection(self, view):
        return tf.math.l2_normalize(self.predictor(self.project(self.online, view)), axis=-1)

    def loss(self, view_1, view_2):
        p1, p2 = map(self.predict_projection, (view_1, view_2))
        t1, t2 = (tf.stop_gradient(self.project(self.target, v)) for v in (view_1, view_2))
        similarity = tf.reduce_sum(p1 * t2, axis=-1) + tf.reduce_sum(p2 * t1, axis=-1)
        return tf.reduce_mean(2.0 - similarity)

    def update_target(self):
        for online, target in zip(self.online.weights, self.target.weights):
            target.assign(self.tau * target + (1 - self.tau) * online)


def augment(x):
    return x + tf.random.normal(tf.shape(x), stddev=0.1), x * tf.random.uniform(tf.shape(x), 0.8, 1.2)


byol = BYOL()
images = tf.random.normal((6, 10))
for _ in range(2):
    v1, v2 = augment(images)
    with tf.GradientTape(persistent=True) as tape:
        loss = byol.loss(v1, v2)
    online_grads = tape.gradient(loss, byol.online.trainable_variables)  # expect: none stop-gradient
    predictor_grads = tape.gradient(loss, byol.predictor.trainable_variables)
    byol.update_target()
    print(float(loss), [g is None for g in online_grads], len(predictor_grads))
