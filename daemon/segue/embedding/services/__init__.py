"""Embedders that ask a service over HTTP. Each is off unless the configuration names it: it is sent command lines."""
