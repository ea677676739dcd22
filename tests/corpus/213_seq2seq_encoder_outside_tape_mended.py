"""Translation with Bahdanau attention: the encoder runs before the tape, the decoder inside."""

import tensorflow as tf

tf.keras.utils.set_random_seed(213)
VOCAB, UNITS = 11, 6


class Encoder(tf.keras.Model):
    def __init__(self, vocab, units):
        super().__init__()
        self.embedding = tf.keras.layers.Embedding(vocab, units)
        self.gru = tf.keras.layers.GRU(units, return_sequences=True, return_state=True)

    def call(self, x, hidden):
        output, state = self.gru(self.embedding(x), initial_state=hidden)
        return output, state

    def initialize_hidden_state(self, batch):
        return tf.zeros((batch, UNITS))


class BahdanauAttention(tf.keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.W1 = tf.keras.layers.Dense(units)
        self.W2 = tf.keras.layers.Dense(units)
        self.V = tf.keras.layers.Dense(1, use_bias=False)

    def call(self, query, values):
        score = self.V(tf.nn.tanh(self.W1(tf.expand_dims(query, 1)) + self.W2(values)))
        attention = tf.nn.softmax(score, axis=1)
        return tf.reduce_sum(attention * values, axis=1), attention


class Decoder(tf.keras.Model):
    def __init__(self, vocab, units):
        super().__init__()
        self.embedding = tf.keras.layers.Embedding(vocab, units)
        self.gru = tf.keras.layers.GRU(units, return_state=True)
        self.fc = tf.keras.layers.Dense(vocab)
        self.attention = BahdanauAttention(units)

    def call(self, token, hidden, enc_output):
        context, weights = self.attention(hidden, enc_output)
        x = tf.concat([tf.expand_dims(context, 1), self.embedding(token)], axis=-1)
        output, state = self.gru(x, initial_state=hidden)
        return self.fc(output), state, weights


loss_object = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")


def loss_function(real, pred):
    mask = tf.cast(tf.math.logical_not(tf.math.equal(real, 0)), tf.float32)
    return tf.reduce_mean(loss_object(real, pred) * mask)


def train_step(inp, targ, encoder, decoder, optimizer):
    loss = 0.0
    hidden = encoder.initialize_hidden_state(inp.shape[0])
    with tf.GradientTape() as tape:
        enc_output, dec_hidden = encoder(inp, hidden)
        dec_input = tf.ones((inp.shape[0], 1), dtype=tf.int64)
        for t in range(1, targ.shape[1]):
            predictions, dec_hidden, _ = decoder(dec_input, dec_hidden, enc_output)
            loss += loss_function(targ[:, t], predictions)
            dec_input = tf.expand_dims(targ[:, t], 1)
    variables = encoder.trainable_variables + decoder.trainable_variables
    gradients = tape.gradient(loss, variables)
    optimizer.apply_gradients((g, v) for g, v in zip(gradients, variables) if g is not None)
    return loss / int(targ.shape[1])


encoder, decoder = Encoder(VOCAB, UNITS), Decoder(VOCAB, UNITS)
optimizer = tf.keras.optimizers.Adam()
source = tf.random.uniform((3, 4), 1, VOCAB, tf.int64)
target = tf.random.uniform((3, 5), 1, VOCAB, tf.int64)
for epoch in range(2):
    print(epoch, float(train_step(source, target, encoder, decoder, optimizer)))
