"""AGENTS.md, and the program of `notify`."""
