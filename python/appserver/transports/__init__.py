"""Bytes to and from a server's connections: stdio, unix sockets, websockets.

A message comes in by `host` (which watches the native `Wire`), goes through its `peer` to the connection's router, and
its answer goes out again as `encoding` writes it. `listening` and `address` say where clients come from.
"""
