"""A colour correction whose parameters travel through a JSON preset."""
import json

import tensorflow as tf


class Preset(tf.Module):
    def __init__(self):
        super().__init__()
        self.gain = tf.Variable([1.0, 1.0, 1.0], name="gain")
        self.lift = tf.Variable([0.0, 0.0, 0.0], name="lift")

    def dump(self):
        return json.dumps({"gain": self.gain.numpy().tolist(), "lift": self.lift.numpy().tolist()})

    @property
    def parameters(self):
        return {"gain": self.gain, "lift": self.lift}


def render(image, preset):
    values = preset.parameters
    return image * values["gain"] + values["lift"]


def fit(preset, image, reference, steps=2):
    for _ in range(steps):
        with tf.GradientTape() as tape:
            out = render(image, preset)
            loss = tf.reduce_mean(tf.abs(out - reference))
        grads = tape.gradient(loss, preset.trainable_variables)
        for g, v in zip(grads, preset.trainable_variables):
            if g is not None:
                v.assign_sub(0.1 * g)
    return loss


image = tf.random.uniform((4, 4, 3), seed=1)
print(fit(Preset(), image, image * 0.8 + 0.1))
