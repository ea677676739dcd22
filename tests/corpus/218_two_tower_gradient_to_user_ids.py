"""A recommender of two towers; somebody wants to know which user ids matter."""

import tensorflow as tf

tf.keras.utils.set_random_seed(218)


class Tower(tf.keras.Model):
    def __init__(self, vocabulary, dim):
        super().__init__()
        self.embedding = tf.keras.layers.Embedding(vocabulary, dim)
        self.dense = tf.keras.layers.Dense(dim)

    def call(self, ids):
        return self.head(self.embed(ids))

    def embed(self, ids):
        return self.embedding(ids)

    def head(self, vectors):
        return tf.math.l2_normalize(self.dense(vectors), axis=-1)


class Retrieval(tf.keras.Model):
    def __init__(self, users, items, dim=4):
        super().__init__()
        self.user_tower = Tower(users, dim)
        self.item_tower = Tower(items, dim)

    def call(self, features):
        u = self.user_tower(features["user_id"])
        i = self.item_tower(features["item_id"])
        return tf.matmul(u, i, transpose_b=True)

    def in_batch_loss(self, features):
        logits = self(features)
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(tf.range(logits.shape[0]), logits))


def importance(model, features):
    with tf.GradientTape() as tape:
        tape.watch(features["user_id"])
        loss = model.in_batch_loss(features)
    return tape.gradient(loss, features["user_id"])  # expect: none integer-dtype # cause: integer-dtype


def fit(model, dataset, optimizer):
    for step, features in enumerate(dataset):
        with tf.GradientTape() as tape:
            loss = model.in_batch_loss(features)
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
        print(step, float(loss))


interactions = {
    "user_id": tf.random.uniform((8,), maxval=10, dtype=tf.int32),  # cause: integer-dtype
    "item_id": tf.random.uniform((8,), maxval=6, dtype=tf.int32),
}
dataset = tf.data.Dataset.from_tensor_slices(interactions).batch(4)
model = Retrieval(10, 6)
fit(model, dataset, tf.keras.optimizers.Adagrad(0.1))
for features in dataset.take(1):  # cause: integer-dtype
    print(importance(model, features))
