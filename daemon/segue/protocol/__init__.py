"""The wire: messages, their version, and the only door to msgpack. README.md has it byte for byte."""
