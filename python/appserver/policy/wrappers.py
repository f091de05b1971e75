"""Programs and words of the shell that run a command which they are given: one table, for all that looks for commands.

| what hides the command | for example | how it is found |
|---|---|---|
| words behind options and operands | `timeout -k 1 5 CMD`, `nice -n 5 CMD`, `! CMD` | each word that may begin it |
| a text, or words that are joined to one | `su -c 'CMD'`, `env -S'CMD'`, `trap 'CMD' EXIT` | the same, and each text |
| a word of its own | `find -exec CMD ;`, `docker exec BOX CMD`, `uv run CMD` | the words behind it |
| a setting | `git -c alias.x='!CMD'`, `git -c core.pager=CMD` | the text of its value |
| what a shell reads | `echo 'CMD' \\| sh`, `bash <<< 'CMD'`, here-documents | each text before the shell |

Of a program that is not listed nothing is known, so that no command behind it is let through for its own name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OPENERS", "RUNNERS", "SETTERS", "SHELLS", "WRAPPERS", "Wrapper"]


class Wrapper(NamedTuple):
    """How one of them is given its command.

    Attributes:
        operands: how many words, beside options and their values, stand before the command.
        has_text: whether the command may be a text, and the words be joined to one.
    """

    operands: int = 0
    has_text: bool = False


_SHELLS: Final = "sh bash dash ash zsh ksh mksh yash rbash fish csh tcsh pwsh powershell nu xonsh elvish"
SHELLS: Final = frozenset(_SHELLS.split())
"""Programs that are given a script."""

_OF_FIND: Final = "-exec -execdir -ok -okdir"
RUNNERS: Final[Mapping[str, Wrapper]] = dict.fromkeys(_OF_FIND.split(), Wrapper())
"""Options of `find` that begin a command, wherever they stand."""

_FILTERS: Final = "env tree index parent msg commit tag-name"
_OPENERS: Final = (
    ("fd fdfind", "-x -X --exec --exec-batch", Wrapper()),
    ("git", "run foreach -x --exec --extcmd", Wrapper(0, has_text=True)),
    ("git", " ".join(f"--{name}-filter" for name in _FILTERS.split()), Wrapper(0, has_text=True)),
    ("docker podman nerdctl kubectl oc apptainer singularity", "run exec", Wrapper(1)),
    (
        "uv poetry pipenv pdm hatch rye pixi bundle conda mamba micromamba npm pnpm yarn bun",
        "run exec",
        Wrapper(),
    ),
    ("mise rbenv pyenv asdf direnv op doppler nix", "run exec x shell", Wrapper(1)),
    ("tar", "-I --use-compress-program --to-command --checkpoint-action", Wrapper(0, has_text=True)),
    ("rsync", "-e --rsh", Wrapper(0, has_text=True)),
)
OPENERS: Final[Mapping[str, Mapping[str, Wrapper]]] = {
    program: {
        word: wrapper
        for programs, words, wrapper in _OPENERS
        if program in programs.split()
        for word in words.split()
    }
    for program in {name for programs, _, _ in _OPENERS for name in programs.split()}
}
"""By the name of a program, words of its own behind which a command begins."""

SETTERS: Final = frozenset({"git"})
"""Programs of which a setting (`-c NAME=VALUE`) may be a command, and an alias is one if it begins with `!`."""

_KEYWORDS: Final = "then do else elif if while until ! $ coproc"

_WITH_WORDS: Final = (
    "sudo doas pkexec run0 env command builtin exec nohup nice ionice time xargs busybox toybox setsid stdbuf unbuffer"
    " strace ltrace valgrind rlwrap fakeroot proot setpriv unshare nsenter firejail bwrap systemd-run systemd-inhibit"
    " dbus-run-session xvfb-run prlimit cpulimit torsocks torify proxychains proxychains4 eatmydata linux32 linux64"
    " numactl entr caffeinate tini dumb-init npx bunx uvx pipx flatpak-spawn"
)
_WITH_OPERAND: Final = (
    "timeout chroot chrt taskset setarch faketime setuidgid s6-setuidgid gosu su-exec envdir perf cgexec"
)
_WITH_TEXT: Final = "eval source . trap alias watch script parallel hyperfine capsh nix-shell at batch"
_WITH_OPERAND_AND_TEXT: Final = "su runuser sg ssh flock tmux screen"

_ALSO_TEXT: Final = frozenset({"env"})
"""`env -S` takes its words as a text."""

WRAPPERS: Final[Mapping[str, Wrapper]] = {
    **{name: Wrapper(0, name in _ALSO_TEXT) for name in f"{_KEYWORDS} {_WITH_WORDS}".split()},
    **dict.fromkeys(_WITH_OPERAND.split(), Wrapper(1)),
    **dict.fromkeys(_WITH_TEXT.split(), Wrapper(0, has_text=True)),
    **dict.fromkeys(_WITH_OPERAND_AND_TEXT.split(), Wrapper(1, has_text=True)),
    **dict.fromkeys(SHELLS, Wrapper(0, has_text=True)),
}
"""By the last part of their paths."""
