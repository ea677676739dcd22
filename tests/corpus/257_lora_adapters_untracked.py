"""Low-rank adapters around frozen layers, kept in bare variables."""

import tensorflow as tf
from tensorflow import keras

keras.utils.set_random_seed(257)


class LoRADense(keras.layers.Layer):
    def __init__(self, base, rank=2, alpha=4.0):
        super().__init__()
        self.base = base
        self.base.trainable = False
        self.scale = alpha / rank
        n_in, n_out = base.kernel.shape
        self.lora_a = tf.Variable(tf.random.normal((n_in, rank)) * 0.02, name="lora_a")  # cause: untracked-variable
        self.lora_b = tf.Variable(tf.zeros((rank, n_out)), name="lora_b")  # cause: untracked-variable

    def call(self, x):
        update = tf.matmul(tf.matmul(x, self.lora_a), self.lora_b)
        return self.base(x) + self.scale * update


def pretrained(dim=4):
    layers = [keras.layers.Dense(dim, activation="relu"), keras.layers.Dense(dim)]
    model = keras.Sequential(layers)
    model.build((None, dim))
    return model


def add_adapters(model, rank):
    return keras.Sequential([LoRADense(layer, rank=rank) for layer in model.layers])


def pretrain(model, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(x) - x))
    return tape.gradient(loss, model.trainable_variables)


base = pretrained()
x = tf.random.normal((6, 4))
print(len(pretrain(base, x)))
adapted = add_adapters(base, rank=2)
adapted(x)
optimizer = keras.optimizers.Adam(1e-3)
for step in range(2):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(adapted(x) - tf.roll(x, 1, axis=1)))
    grads = tape.gradient(loss, adapted.trainable_variables)  # expect: empty untracked-variable|empty-sources
    for grad, variable in zip(grads, adapted.trainable_variables):
        variable.assign_sub(1e-2 * grad)
    print(step, float(loss), len(grads))
