"""Write the figures into the documentation: `python -m benches.render`, or `--check` to compare only."""

from __future__ import annotations

import sys

from benches.report.pages import ROOT, rendered_pages

__all__ = ["main", "outdated_pages"]


def outdated_pages(*, write: bool) -> list[str]:
    """The pages whose figures differ from the result files, relative to the repository; written if asked."""
    outdated = []
    for path, text in rendered_pages():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            outdated.append(str(path.relative_to(ROOT)))
            if write:
                path.write_text(text, encoding="utf-8")
    return outdated


def main(arguments: list[str]) -> int:
    """Render, or with `--check` give exit status 1 if a page is outdated."""
    if arguments not in ([], ["--check"]):
        print(f"unknown arguments: {' '.join(arguments)}; use --check or none", file=sys.stderr)
        return 2
    check = bool(arguments)
    pages = outdated_pages(write=not check)
    for page in pages:
        print(f"{page}: {'outdated; run python -m benches.render' if check else 'written'}")
    return 1 if check and pages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
