"""The files that ship with the package: shell hooks and service units."""
