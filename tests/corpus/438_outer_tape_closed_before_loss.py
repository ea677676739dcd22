"""A hypernetwork: the generator's tape ends before the target network runs."""
import tensorflow as tf

z = tf.constant([[0.3, -0.1, 0.8]])
generator = tf.Variable(tf.random.normal((3, 6), seed=1) * 0.5)
shift = tf.Variable(tf.zeros((2,)))


def generate():
    return tf.reshape(z @ generator, (3, 2))


def target_net(x, kernel):
    return tf.nn.elu(x @ kernel + shift)


x = tf.random.normal((7, 3), seed=2)
y = tf.ones((7, 2))
for it in range(2):
    with tf.GradientTape() as gen_tape:
        kernel = generate()
    with tf.GradientTape() as net_tape:
        loss = tf.reduce_mean((target_net(x, kernel) - y) ** 2)  # cause: wrong-tape
    d_shift = net_tape.gradient(loss, shift)
    d_gen = net_tape.gradient(loss, generator) if it > 5 else gen_tape.gradient(loss, generator)  # expect: none computed-outside-tape|wrong-tape
    shift.assign_sub(0.1 * d_shift)
    if d_gen is not None:
        generator.assign_sub(0.1 * d_gen)
