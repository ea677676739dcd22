"""Virtual adversarial training: the direction is scaled before the inner tape starts."""

import tensorflow as tf

tf.keras.utils.set_random_seed(241)


def kl_with_logits(q_logits, p_logits):
    q = tf.nn.softmax(q_logits)
    return tf.reduce_mean(tf.reduce_sum(q * (tf.nn.log_softmax(q_logits) - tf.nn.log_softmax(p_logits)), axis=1))


def l2_normalise(d):
    return d / (tf.norm(d, axis=1, keepdims=True) + 1e-12)


class VATLoss:
    def __init__(self, xi=1e-1, eps=1.0, iterations=1):
        self.xi, self.eps, self.iterations = xi, eps, iterations

    def adversarial_direction(self, model, x, logits):
        d = tf.random.normal(tf.shape(x))
        for _ in range(self.iterations):
            d = l2_normalise(d)
            with tf.GradientTape() as tape:
                tape.watch(d)
                r = self.xi * d
                distance = kl_with_logits(logits, model(x + r))
            grad = tape.gradient(distance, d)
            d = d if grad is None else tf.stop_gradient(grad)
        return self.eps * l2_normalise(d)

    def __call__(self, model, x):
        logits = tf.stop_gradient(model(x))
        r_adv = self.adversarial_direction(model, x, logits)
        return kl_with_logits(logits, model(x + r_adv))


class SemiSupervised(tf.keras.Model):
    def __init__(self, backbone, vat):
        super().__init__()
        self.backbone = backbone
        self.vat = vat

    def call(self, x):
        return self.backbone(x)

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            supervised = self.compute_loss(x=x, y=y, y_pred=self(x))
            loss = supervised + 0.5 * self.vat(self.backbone, x)
        grads = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.trainable_variables))
        return {"loss": loss}


backbone = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="tanh"), tf.keras.layers.Dense(3)])
model = SemiSupervised(backbone, VATLoss())
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
x, y = tf.random.normal((6, 4)), tf.constant([0, 1, 2, 0, 1, 2])
model(x)
print(model.train_step((x, y)))
