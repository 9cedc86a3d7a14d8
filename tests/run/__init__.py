"""`make test`: install what the tests need, run every step, and say what failed or could not run."""
