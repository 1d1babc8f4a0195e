"""A blocking client on the standard library alone, for the command line."""
