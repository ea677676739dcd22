"""SeqGAN without the policy gradient: sampled tokens go to the discriminator."""

import tensorflow as tf

tf.keras.utils.set_random_seed(236)
VOCAB = 7


class TextGenerator(tf.keras.Model):
    def __init__(self, units=8):
        super().__init__()
        self.embedding = tf.keras.layers.Embedding(VOCAB, units)
        self.cell = tf.keras.layers.GRUCell(units)
        self.logits = tf.keras.layers.Dense(VOCAB)

    def generate(self, batch, length):
        token = tf.zeros((batch,), tf.int32)
        state = tf.zeros((batch, self.cell.units))
        tokens, all_logits = [], []
        for _ in range(length):
            output, (state,) = self.cell(self.embedding(token), [state])
            logits = self.logits(output)
            token = tf.random.categorical(logits, 1, dtype=tf.int32)[:, 0]  # cause: sampling-without-reparametrisation
            tokens.append(token)
            all_logits.append(logits)
        return tf.stack(tokens, axis=1), tf.stack(all_logits, axis=1)


class TextDiscriminator(tf.keras.Model):
    def __init__(self, units=8):
        super().__init__()
        self.table = self.add_weight(shape=(VOCAB, units), initializer="normal", name="table")
        self.out = tf.keras.layers.Dense(1)

    def call(self, one_hot):
        return self.out(tf.reduce_mean(tf.tensordot(one_hot, self.table, 1), axis=1))


class SeqGAN:
    def __init__(self):
        self.g, self.d = TextGenerator(), TextDiscriminator()
        self.bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)

    def generator_step(self, batch=4, length=3):
        with tf.GradientTape() as tape:
            tokens, logits = self.g.generate(batch, length)
            score = self.d(tf.one_hot(tokens, VOCAB))
            loss = self.bce(tf.ones_like(score), score)
        return tape.gradient(loss, self.g.logits.trainable_variables)  # expect: none sampling-without-reparametrisation

    def discriminator_step(self, real):
        fake, _ = self.g.generate(real.shape[0], real.shape[1])
        with tf.GradientTape() as tape:
            r, f = self.d(tf.one_hot(real, VOCAB)), self.d(tf.one_hot(fake, VOCAB))
            loss = self.bce(tf.ones_like(r), r) + self.bce(tf.zeros_like(f), f)
        return tape.gradient(loss, self.d.trainable_variables)


gan = SeqGAN()
print(len(gan.discriminator_step(tf.random.uniform((4, 3), 0, VOCAB, tf.int32))))
print(gan.generator_step())
