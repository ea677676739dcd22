"""Implied volatility from option prices (Black and Scholes)."""
import math
from dataclasses import dataclass

import tensorflow as tf


@dataclass
class Option:
    spot: float
    strike: float
    maturity: float
    rate: float
    quote: float


def cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))  # cause: left-tensorflow


def price(option: Option, sigma):
    root_t = math.sqrt(option.maturity)
    d1 = (math.log(option.spot / option.strike) + (option.rate + 0.5 * sigma**2) * option.maturity) / (sigma * root_t)
    d2 = d1 - sigma * root_t
    discount = math.exp(-option.rate * option.maturity)
    return option.spot * cdf(d1) - option.strike * discount * cdf(d2)


def calibrate(option: Option, guess: float = 0.3, steps: int = 2) -> float:
    sigma = tf.Variable(guess, name="sigma")
    for _ in range(steps):
        with tf.GradientTape() as tape:
            value = price(option, sigma)
            loss = tf.square(value - option.quote)
        vega = tape.gradient(loss, sigma)  # expect: none left-tensorflow
        if vega is not None:
            sigma.assign_sub(1e-3 * vega)
    return float(sigma.numpy())


if __name__ == "__main__":
    book = [Option(100.0, 95.0, 0.5, 0.01, 9.3), Option(100.0, 110.0, 1.0, 0.01, 5.1)]
    for option in book:
        print(option.strike, calibrate(option))
