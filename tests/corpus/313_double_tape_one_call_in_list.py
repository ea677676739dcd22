"""One tape asked in a list comprehension for the gradients of two losses."""

import tensorflow as tf

tf.keras.utils.set_random_seed(313)


class MultiObjective(tf.keras.Model):
    def __init__(self, objectives, **kwargs):
        super().__init__(**kwargs)
        self.objectives = objectives
        self.body = tf.keras.layers.Dense(6, activation="selu")
        self.head = tf.keras.layers.Dense(2)

    def call(self, x):
        return self.head(self.body(x))

    def pcgrad(self, first, second):
        dot = tf.add_n([tf.reduce_sum(a * b) for a, b in zip(first, second)])
        norm = tf.add_n([tf.reduce_sum(b * b) for b in second])
        return [a - tf.minimum(dot, 0.0) / norm * b for a, b in zip(first, second)]

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            losses = [objective(y, y_pred) for objective in self.objectives]
        grads = [tape.gradient(loss, self.trainable_variables) for loss in losses]  # expect: raises tape-reused # cause: tape-reused
        merged = self.pcgrad(*grads)
        self.optimizer.apply_gradients(zip(merged, self.trainable_variables))
        return {f"loss_{i}": loss for i, loss in enumerate(losses)}


def huber(y, p):
    return tf.reduce_mean(tf.keras.losses.huber(y, p))


def cosine(y, p):
    return tf.reduce_mean(1.0 + tf.keras.losses.cosine_similarity(y, p))


model = MultiObjective([huber, cosine])
model.compile(optimizer=tf.keras.optimizers.SGD(0.1))
x, y = tf.random.normal((6, 3)), tf.random.normal((6, 2))
model(x)
print(model.train_step((x, y)))
