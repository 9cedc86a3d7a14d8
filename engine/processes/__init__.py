"""Several processes that share one port, one secret and the count of what each carries."""
