"""What is stored about tools, one noun a file."""

from tools.models.policy import ToolPolicy

__all__ = ["ToolPolicy"]
