"""Features by walking through the layers of a Sequential, all but the last one."""

import tensorflow as tf

tf.keras.utils.set_random_seed(233)


class MetricLearner:
    def __init__(self, network, margin=0.5):
        self.network = network
        self.margin = margin
        self.optimizer = tf.keras.optimizers.SGD(0.1, momentum=0.9)

    def embed(self, x):
        for layer in self.network.layers[:-1]:
            x = layer(x)
        return tf.math.l2_normalize(x, axis=1)

    def triplet_loss(self, anchor, positive, negative):
        a, p, n = (self.embed(x) for x in (anchor, positive, negative))
        near = tf.reduce_sum(tf.square(a - p), axis=1)
        far = tf.reduce_sum(tf.square(a - n), axis=1)
        return tf.reduce_mean(tf.nn.softplus(near - far + self.margin))

    def train_on_triplets(self, *triplet):
        with tf.GradientTape() as tape:
            loss = self.triplet_loss(*triplet)
        head = self.network.layers[-1]
        grads = tape.gradient(loss, head.trainable_variables)  # expect: none no-path # cause: no-path
        variables = head.trainable_variables
        self.optimizer.apply_gradients((g, v) for g, v in zip(grads, variables) if g is not None)
        return loss

    def train_classifier(self, x, y):
        with tf.GradientTape() as tape:
            logits = self.network(x)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))
        return tape.gradient(loss, self.network.trainable_variables)


network = tf.keras.Sequential()
network.add(tf.keras.Input((6,)))
network.add(tf.keras.layers.Dense(8, activation="relu"))
network.add(tf.keras.layers.LayerNormalization())
network.add(tf.keras.layers.Dense(4))
network.add(tf.keras.layers.Dense(3, name="classes"))
learner = MetricLearner(network)
x = tf.random.normal((6, 6))
print(len(learner.train_classifier(x, tf.constant([0, 1, 2, 0, 1, 2]))))
print(float(learner.train_on_triplets(x, x + 0.1, x[::-1])))
