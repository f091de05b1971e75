"""The `appserver` command.

The command is found by `main`. `application` reads the arguments of `exec`, which runs a turn; `text` and `json_lines`
show its events, `approvals` answers its questions. `arguments` and `options` read those of `app-server`, and `serving`
runs it.
"""
