"""Adversarial training: an attack class hierarchy; the perturbed input is made before the block."""

import abc

import tensorflow as tf

tf.keras.utils.set_random_seed(240)


class Attack(abc.ABC):
    def __init__(self, model, eps=0.1, **kwargs):
        self.model = model
        self.eps = eps
        self.__dict__.update(kwargs)

    def loss(self, x, y):
        return tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits(y, self.model(x)))

    @abc.abstractmethod
    def perturb(self, x, y):
        raise NotImplementedError

    def __call__(self, x, y):
        return tf.stop_gradient(self.perturb(tf.convert_to_tensor(x), y))


class FGSM(Attack):
    def perturb(self, x, y):
        with tf.GradientTape() as tape:
            tape.watch(x)
            loss = self.loss(x, y)
        return x + self.eps * tf.sign(tape.gradient(loss, x))


class PGD(Attack):
    def perturb(self, x, y):
        delta = tf.random.uniform(x.shape, -self.eps, self.eps)
        for _ in range(self.steps):
            x_adv = x + delta  # cause: computed-outside-tape
            with tf.GradientTape() as tape:
                tape.watch(delta)
                loss = self.loss(x_adv, y)
            grad = tape.gradient(loss, delta)  # expect: none computed-outside-tape
            if grad is None:
                break
            delta = tf.clip_by_value(delta + self.alpha * tf.sign(grad), -self.eps, self.eps)
        return x + delta


net = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(3)])
images, labels = tf.random.uniform((4, 3, 3, 1)), tf.constant([0, 1, 2, 0])
attacks = {"fgsm": FGSM(net), "pgd": PGD(net, eps=0.2, steps=2, alpha=0.05)}
for name, attack in attacks.items():
    print(name, float(tf.reduce_max(tf.abs(attack(images, labels) - images))))
    with tf.GradientTape() as tape:
        robust = attack.loss(attack(images, labels), labels)
    print(len(tape.gradient(robust, net.trainable_variables)))
