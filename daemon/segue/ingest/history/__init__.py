"""Readers of shell history files: bytes in, entries out, lazily; each shell's file as that shell reads it."""
