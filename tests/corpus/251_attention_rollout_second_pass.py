"""Gradient-weighted attention: the attention map comes from a second pass, after the scores."""

import tensorflow as tf

tf.keras.utils.set_random_seed(251)


class SelfAttention(tf.keras.layers.Layer):
    def __init__(self, dim):
        super().__init__()
        self.q, self.k, self.v = (tf.keras.layers.Dense(dim) for _ in range(3))
        self.scale = dim**-0.5
        self.last_attention = None

    def call(self, x):
        attention = tf.nn.softmax(tf.matmul(self.q(x), self.k(x), transpose_b=True) * self.scale)
        self.last_attention = attention
        return tf.matmul(attention, self.v(x))


class TinyViT(tf.keras.Model):
    def __init__(self, dim=6, depth=2, classes=3):
        super().__init__()
        self.patch = tf.keras.layers.Dense(dim)
        self.blocks = [SelfAttention(dim) for _ in range(depth)]
        self.head = tf.keras.layers.Dense(classes)

    def call(self, patches):
        x = self.patch(patches)
        for block in self.blocks:
            x = x + block(x)
        return self.head(x[:, 0])

    def attention_maps(self, patches):
        self(patches)
        return [block.last_attention for block in self.blocks]


def relevance(model, patches, label):
    with tf.GradientTape() as tape:
        logits = model(patches)
        maps = model.attention_maps(patches)
        score = logits[:, label]
    grads = tape.gradient(score, maps)  # expect: none no-path # cause: no-path
    total = tf.eye(patches.shape[1])
    for grad, attention in zip(grads, maps):
        if grad is not None:
            total = tf.matmul(total, tf.reduce_mean(tf.nn.relu(grad * attention), axis=0))
    return total[0]


def patch_gradient(model, patches, label):
    with tf.GradientTape() as tape:
        tape.watch(patches)
        score = model(patches)[:, label]
    return tape.gradient(score, patches)


vit = TinyViT()
patches = tf.random.normal((1, 4, 5))
print(patch_gradient(vit, patches, 0).shape)
print(relevance(vit, patches, 0))
