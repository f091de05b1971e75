"""Threads and turns, kept in memory, and the requests about them.

`handlers` answers requests, `thread_manager` keeps the threads, `turn` runs a turn over the session's agent,
and `approvals` asks the user on its behalf.
"""
