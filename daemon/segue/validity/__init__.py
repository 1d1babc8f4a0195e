"""Which lines cannot work here and now, and which could destroy something."""
