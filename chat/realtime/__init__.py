"""The call as the server sees it: its configuration, its events, its replay."""
