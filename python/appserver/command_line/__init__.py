"""The `appserver` command. It uses the public interface of the package and nothing else.

`main` reads the arguments, `exec` runs a turn, `text` and `json_lines` show its events, `approvals` answers
its questions.
"""
