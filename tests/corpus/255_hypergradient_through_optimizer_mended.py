"""The learning rate as a variable: the unrolled step is applied by assignment to the model."""

import tensorflow as tf

tf.keras.utils.set_random_seed(255)


class TunableTrainer(tf.keras.Model):
    def __init__(self, units=4):
        super().__init__()
        self.dense = tf.keras.layers.Dense(units, activation="tanh")
        self.out = tf.keras.layers.Dense(1)
        self.log_lr = self.add_weight(name="log_lr", shape=(), initializer=tf.keras.initializers.Constant(-3.0))

    def call(self, x):
        return self.out(self.dense(x))

    @property
    def weights_to_train(self):
        return self.dense.trainable_variables + self.out.trainable_variables

    def lookahead(self, x, y):
        """Take one step on the training batch."""
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self(x) - y))
        grads = tape.gradient(loss, self.weights_to_train)
        return [w - tf.exp(self.log_lr) * g for w, g in zip(self.weights_to_train, grads)]

    def apply_with(self, weights, x):
        w1, b1, w2, b2 = weights
        return tf.matmul(tf.tanh(tf.matmul(x, w1) + b1), w2) + b2

    def hypergradient(self, train_batch, valid_batch):
        x, y = valid_batch
        with tf.GradientTape() as tape:
            fast = self.lookahead(*train_batch)
            loss = tf.reduce_mean(tf.square(self.apply_with(fast, x) - y))
        return tape.gradient(loss, self.log_lr)


model = TunableTrainer()
batches = [(tf.random.normal((6, 3)), tf.random.normal((6, 1))) for _ in range(2)]
model(batches[0][0])
train, valid = batches
for _ in range(2):
    print(model.hypergradient(train, valid))
