"""What turns do to the machine: run commands and change files.

`execution.process` runs one command in a process group of its own, `execution.patch` applies file changes,
all or none, and `execution.diff` reads and writes unified diffs.
"""
