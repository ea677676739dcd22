"""Transfer functions: library things whose effect on gradients is more than a row of the knowledge table."""
