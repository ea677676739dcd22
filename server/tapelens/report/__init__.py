"""From what the machine met to what the user reads: places become ranges, verdicts become findings."""
