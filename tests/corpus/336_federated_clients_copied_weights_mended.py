"""Federated averaging: each client trains a copy, the server asks for the gradient of the clients' loss."""

import copy

import tensorflow as tf

tf.keras.utils.set_random_seed(336)


class Server:
    def __init__(self, build):
        self.build = build
        self.model = build()

    def client_model(self):
        client = self.build()
        for mine, theirs in zip(client.variables, self.model.variables):
            mine.assign(theirs)
        return client

    def round(self, shards):
        with tf.GradientTape() as tape:
            losses = [self.evaluate(self.model, *shard) for shard in shards]
            loss = tf.add_n(losses) / len(losses)
        return loss, tape.gradient(loss, self.model.trainable_variables)

    @staticmethod
    def evaluate(model, x, y):
        return tf.reduce_mean(tf.abs(y - model(x)))

    def local_update(self, x, y, epochs=1, **optimizer_options):
        client, optimizer = self.client_model(), tf.keras.optimizers.SGD(**optimizer_options)
        for _ in range(epochs):
            with tf.GradientTape() as tape:
                loss = self.evaluate(client, x, y)
            optimizer.apply_gradients(zip(tape.gradient(loss, client.trainable_variables), client.trainable_variables))
        return client.get_weights()


def build():
    model = tf.keras.Sequential([tf.keras.layers.Dense(4, "relu"), tf.keras.layers.Dense(1)])
    model.build((None, 3))
    return model


server = Server(build)
shards = [(tf.random.normal((5, 3)), tf.random.normal((5, 1))) for _ in range(2)]
settings = {"learning_rate": 0.1, "momentum": 0.9}
print([len(server.local_update(*shard, **copy.copy(settings))) for shard in shards])
print(server.round(shards))
