"""Agents that are written with other frameworks: each module needs the extra of its name."""
