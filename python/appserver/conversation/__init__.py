"""Threads and turns as objects, on top of any typed client."""
