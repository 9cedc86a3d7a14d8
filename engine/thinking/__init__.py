"""How an answer is found: one stream of thoughts, from the small dialogue or from a language model."""
