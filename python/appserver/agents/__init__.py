"""Agents: the class that an author writes, and the verbs by which an agent acts on its turn."""
