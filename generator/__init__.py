"""Writes the models of `appserver.protocol` from the schemas of a `codex` program."""
