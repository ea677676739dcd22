"""Run over folders of real code: findings, crashes, slow files, and what changed since the last run."""
