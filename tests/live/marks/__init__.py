"""An application for tests: a tool that leaves one row each time that it runs."""
