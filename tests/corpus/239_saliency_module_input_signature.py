"""A tf.Module whose saliency is a tf.function with an input signature."""

import tensorflow as tf

tf.random.set_seed(239)


class SaliencyServer(tf.Module):
    def __init__(self, features=4, classes=3, name=None):
        super().__init__(name=name)
        self.w = tf.Variable(tf.random.normal((features, classes)), name="w")
        self.b = tf.Variable(tf.zeros((classes,)), name="b")

    def logits(self, x):
        return tf.matmul(x, self.w) + self.b

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32)])
    def predict(self, x):
        return tf.nn.softmax(self.logits(x))

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32), tf.TensorSpec([], tf.int32)])
    def saliency(self, x, label):
        with tf.GradientTape() as tape:
            score = tf.gather(self.predict(x), label, axis=1)
        grad = tape.gradient(score, x)  # expect: none source-not-watched # cause: source-not-watched
        if grad is None:
            return tf.zeros_like(x)
        return tf.abs(grad)

    @tf.function
    def train(self, x, y, rate):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=self.logits(x)))
        dw, db = tape.gradient(loss, [self.w, self.b])
        self.w.assign_sub(rate * dw)
        self.b.assign_sub(rate * db)
        return loss


server = SaliencyServer()
x = tf.random.normal((5, 4))  # cause: source-not-watched
for _ in range(2):
    print(float(server.train(x, tf.constant([0, 1, 2, 0, 1]), 0.1)))
print(server.saliency(x, tf.constant(1)))
