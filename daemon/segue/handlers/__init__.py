"""One request, one file: each turns a request into a reply and never calls another."""
