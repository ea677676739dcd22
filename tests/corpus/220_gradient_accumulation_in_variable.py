"""Micro-batches: the loss is summed up in a variable, and the gradient is asked for that variable."""

import tensorflow as tf

tf.keras.utils.set_random_seed(220)


class AccumulatingTrainer:
    def __init__(self, model, optimizer, micro_batches=2):
        self.model = model
        self.optimizer = optimizer
        self.micro_batches = micro_batches
        self.loss_sum = tf.Variable(0.0, trainable=False)
        self.step_count = tf.Variable(0, trainable=False, dtype=tf.int64)

    def micro_loss(self, x, y):
        logits = self.model(x, training=True)
        return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(y, logits))

    def train_batch(self, x, y):
        xs, ys = tf.split(x, self.micro_batches), tf.split(y, self.micro_batches)
        self.loss_sum.assign(0.0)
        with tf.GradientTape() as tape:
            for xi, yi in zip(xs, ys):
                self.loss_sum.assign_add(self.micro_loss(xi, yi) / self.micro_batches)  # cause: through-state
            total = self.loss_sum * 1.0
        gradients = tape.gradient(total, self.model.trainable_variables)  # expect: none through-state
        self.step_count.assign_add(1)
        return gradients

    def train_batch_summed(self, x, y):
        sums = None
        for xi, yi in zip(tf.split(x, self.micro_batches), tf.split(y, self.micro_batches)):
            with tf.GradientTape() as tape:
                loss = self.micro_loss(xi, yi)
            grads = tape.gradient(loss, self.model.trainable_variables)
            sums = grads if sums is None else [a + b for a, b in zip(sums, grads)]
        self.optimizer.apply_gradients(zip(sums, self.model.trainable_variables))


net = tf.keras.Sequential([tf.keras.layers.Dense(5, activation="relu"), tf.keras.layers.Dense(1)])
trainer = AccumulatingTrainer(net, tf.keras.optimizers.RMSprop())
x, y = tf.random.normal((8, 3)), tf.cast(tf.random.uniform((8, 1)) > 0.5, tf.float32)
trainer.train_batch_summed(x, y)
print(trainer.train_batch(x, y))
