"""Everything around the gradient uses NumPy, rightly so; one late penalty does not."""
import numpy as np
import tensorflow as tf

rng = np.random.default_rng(0)


def advantages(rewards, gamma=0.9):
    out = np.zeros_like(rewards)
    running = 0.0
    for t in reversed(range(len(rewards))):
        running = rewards[t] + gamma * running
        out[t] = running
    return (out - out.mean()) / (out.std() + 1e-8)


policy = tf.Variable(rng.normal(size=(3, 2)).astype(np.float32))
states = rng.normal(size=(7, 3)).astype(np.float32)
log = []
for episode in range(2):
    with tf.GradientTape() as tape:
        logits = states @ policy
        logp = tf.nn.log_softmax(logits)
        actions = np.array([rng.choice(2, p=p / p.sum()) for p in tf.nn.softmax(logits).numpy().astype(float)])
        rewards = (actions == (states[:, 0] > 0)).astype(np.float32)
        picked = tf.gather(logp, actions, batch_dims=1)
        loss = -tf.reduce_mean(picked * advantages(rewards))
        entropy = -tf.reduce_sum(tf.exp(logp) * logp)
        log.append({"loss": float(loss), "entropy": entropy.numpy(), "best": int(np.argmax(rewards))})
    bonus = 0.01 * tf.constant(entropy.numpy())  # cause: left-tensorflow
    objective = loss - bonus  # cause: computed-outside-tape
    grad = tape.gradient(objective, policy)  # expect: none computed-outside-tape
    if grad is not None:
        policy.assign_sub(0.1 * tf.clip_by_norm(grad, 1.0))
print(log)
