"""The typed client: one interface for a server in this process, and later for remote ones."""
