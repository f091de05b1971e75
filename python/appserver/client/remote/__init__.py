"""Clients of a server in another process: over a child's pipes, a unix socket or a websocket."""
