"""segue learns how one person works in the shell and suggests the next command."""

__version__ = "0.1.0"
