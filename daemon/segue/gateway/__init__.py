"""Serves clients of HTTP what the daemon's socket serves; a process of its own, which learns and keeps nothing."""
