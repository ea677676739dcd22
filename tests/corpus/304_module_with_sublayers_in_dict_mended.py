"""A tf.Module of tf.Modules whose experts are Keras layers in a dictionary."""

import tensorflow as tf

tf.keras.utils.set_random_seed(304)


class Linear(tf.Module):
    def __init__(self, n_in, n_out, name=None):
        super().__init__(name=name)
        self.w = tf.Variable(tf.random.normal((n_in, n_out)) * 0.1)

    @tf.Module.with_name_scope
    def __call__(self, x):
        return x @ self.w


class Experts(tf.Module):
    def __init__(self, names, units):
        super().__init__()
        self.members = {name: Linear(3, units) for name in names}

    def __call__(self, x):
        return tf.add_n([member(x) for member in self.members.values()])


class Network(tf.Module):
    def __init__(self):
        super().__init__()
        self.experts = Experts(["a", "b"], 4)
        self.out = Linear(4, 1)

    def __call__(self, x):
        return self.out(self.experts(x))


net = Network()
x, y = tf.random.normal((6, 3)), tf.ones((6, 1))
net(x)
with tf.GradientTape(persistent=True) as tape:
    loss = tf.reduce_mean((net(x) - y) ** 2)
out_grads = tape.gradient(loss, net.out.trainable_variables)
expert_grads = tape.gradient(loss, net.experts.trainable_variables)
print(len(out_grads), len(expert_grads))
