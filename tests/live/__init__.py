"""A real Parley and a real browser, for tests that use it as a person would."""
