"""Tools of an installation's own (`TOOL_PACKAGES`), which tests can hold in the middle."""
