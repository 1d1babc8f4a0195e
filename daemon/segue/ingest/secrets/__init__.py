"""What a secret looks like on a command line: names, flags, headers and key shapes, as tables."""
