"""Fine-tuning with a hand-watched tape: the head is watched, the whole model is asked for."""

import tensorflow as tf

tf.keras.utils.set_random_seed(228)


class LinearProbe:
    def __init__(self, backbone, n_classes):
        self.backbone = backbone
        self.head = tf.keras.layers.Dense(n_classes)
        self.head.build((None, backbone.output_shape[-1]))

    @property
    def trainable_variables(self):
        return [*self.backbone.trainable_variables, *self.head.trainable_variables]

    def __call__(self, x):
        return self.head(self.backbone(x))

    def loss(self, x, labels):
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=self(x)))


def make_backbone():
    inputs = tf.keras.Input((5,))
    x = tf.keras.layers.Dense(8, activation="relu")(inputs)
    x = tf.keras.layers.Dense(4, activation="relu")(x)
    return tf.keras.Model(inputs, x)


def head_gradients(probe, x, labels):
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        for variable in probe.head.trainable_variables:
            tape.watch(variable.value)
        loss = probe.loss(x, labels)
    return tape.gradient(loss, [v.value for v in probe.head.trainable_variables])


def finetune_gradients(probe, x, labels):
    with tf.GradientTape() as tape:
        loss = probe.loss(x, labels)
    return tape.gradient(loss, probe.backbone.trainable_variables)


probe = LinearProbe(make_backbone(), 2)
x, labels = tf.random.normal((6, 5)), tf.constant([0, 1, 1, 0, 1, 0])
print(len(head_gradients(probe, x, labels)))
print(finetune_gradients(probe, x, labels))
