"""`python -m appserver` is the `appserver` command."""

from __future__ import annotations

from appserver.command_line.main import main

if __name__ == "__main__":
    main()
