"""Worker programs: each does the same work with one library, round by round, as the driver asks.

They run in environments of their own and need nothing but the standard library and the library they measure.
"""
