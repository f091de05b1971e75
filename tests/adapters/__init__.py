"""Agents of other frameworks behind our server, with the real packages."""
