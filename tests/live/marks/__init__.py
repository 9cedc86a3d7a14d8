"""An application for tests: a tool that leaves one line in a file each time that it runs."""
