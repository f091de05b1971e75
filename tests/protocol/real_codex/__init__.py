"""Drives the real `codex app-server` offline, on a model of the tests' own, and records what is said."""
