"""Neural style with a cache by name: the second step reads the features of the first."""

import tensorflow as tf

tf.keras.utils.set_random_seed(305)


class FeatureCache:
    def __init__(self, extractor):
        self.extractor = extractor
        self.store = {}

    def get(self, name, image):
        if name not in self.store:
            self.store[name] = self.extractor(image)  # cause: computed-outside-tape
        return self.store[name]


class Stylizer:
    def __init__(self, content):
        layers = [tf.keras.layers.Conv2D(3, 3, activation="softplus") for _ in range(2)]
        self.cache = FeatureCache(tf.keras.Sequential(layers))
        self.target = self.cache.extractor(content) * 0.5
        self.canvas = tf.Variable(tf.random.uniform(content.shape))

    def loss(self):
        return tf.reduce_mean(tf.square(self.cache.get("canvas", self.canvas) - self.target))

    def smoothness(self):
        return tf.reduce_sum(tf.image.total_variation(self.canvas))

    def step(self, rate=0.1):
        with tf.GradientTape(persistent=True) as tape:
            loss = self.loss()
            smooth = self.smoothness()
        grad = tape.gradient(loss, self.canvas)  # expect: none computed-outside-tape
        smooth_grad = tape.gradient(smooth, self.canvas)
        self.canvas.assign_sub(rate * 1e-3 * smooth_grad)
        return loss, grad


stylizer = Stylizer(tf.random.uniform((1, 8, 8, 3)))
print("before", float(stylizer.loss()))
print(stylizer.step())
