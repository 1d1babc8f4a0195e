"""Frozen records and errors that every room shares; nothing but the standard library."""
