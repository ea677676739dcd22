"""Period of a pendulum; the length is shown with two decimals and read back."""
import tensorflow as tf

G = 9.81


def show(value):
    text = f"{value:.2f}"  # cause: left-tensorflow
    return float(text)


def period(length):
    length = show(0.5 * length + 0.5)
    return 2 * 3.14159 * tf.sqrt(length / G)


def tune(wanted):
    length = tf.Variable(1.5)
    history = []
    for n in range(2):
        with tf.GradientTape() as tape:
            gap = period(length) - wanted
            loss = gap * gap
        slope = tape.gradient(loss, length)  # expect: none left-tensorflow
        history.append(float(loss))
        if slope is None:
            break
        length.assign(length - 0.1 * slope)
    return history


print(tune(2.0))
