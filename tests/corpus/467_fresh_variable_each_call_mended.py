"""The parameter is created inside of the model function, anew in every call."""
import tensorflow as tf

PARAMS = {}


def get_variable(name, shape, seed):
    if name not in PARAMS:
        PARAMS[name] = tf.Variable(tf.random.normal(shape, seed=seed), name=name)
    return PARAMS[name]


def dense(x, units, name):
    w = get_variable(name + "/w", (x.shape[-1], units), 1)
    b = get_variable(name + "/b", (units,), 2)
    return tf.matmul(x, w) + b


def network(x):
    return dense(tf.nn.relu(dense(x, 8, "hidden")), 1, "out")


x = tf.random.normal((16, 3), seed=3)
y = tf.reduce_sum(x, axis=1, keepdims=True)
network(x)
for epoch in range(2):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((network(x) - y) ** 2)
    variables = list(PARAMS.values())
    grads = tape.gradient(loss, variables)
    for v, g in zip(variables, grads):
        if g is not None:
            v.assign_sub(0.01 * g)
    print(epoch, loss.numpy())
