"""What a history tells of whoever made it: figures, groups of lines by meaning, lines that are nearly the same."""
