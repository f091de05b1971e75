"""The arguments of the `appserver` command. Needs cyclopts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from cyclopts import App, Parameter

from appserver.command_line.approvals import Approve, terminal_is_there
from appserver.command_line.choices import one_of
from appserver.command_line.commands import COMMAND
from appserver.command_line.failures import UsageError
from appserver.command_line.hints import quote_prompt
from appserver.command_line.home import find_home
from appserver.command_line.locale_text import as_utf8
from appserver.command_line.standard_input import (
    StandardInputError,
    is_missing,
    read_prompt,
    with_piped_text,
)
from appserver.transports.standard_streams import keep_standard_output

if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = ["call", "make_app"]

Sandbox: TypeAlias = Literal["read-only", "workspace-write", "danger-full-access"]

STDIN_FLAG = "--prompt-from-standard-input"
"""What the argument `-` is read as: to the argument parser a lone hyphen is an unknown option."""

HELP_FLAGS = ("-h", "--help")

EXEC_USAGE = "Usage: appserver exec [OPTIONS] [PROMPT]"

EXAMPLES = """\
Examples:

  appserver exec "what is in here?"
  appserver exec '!ls -l'                      run a command, after asking
  appserver exec '>notes.txt remember this'    write a file, after asking
  echo "sum this up" | appserver exec --json -
  git diff | appserver exec "review this"      what is piped in follows the prompt

With a model (OPENAI_API_KEY holds a key; ollama or LM Studio runs):

  appserver exec --model gpt-5.5 --sandbox workspace-write "fix the failing test"
  appserver exec --oss --model qwen3 "explain this"
  appserver exec --provider lmstudio --model NAME --image shot.png "what is wrong here?"
  appserver exec --resume last "and now the other one"
"""


def call(arguments: Sequence[str]) -> int:
    """Do what `arguments` ask for; returns the exit status.

    Raises:
        UsageError, cyclopts.CycloptsError: the arguments are wrong.
    """
    if not arguments:
        raise UsageError("no command given; try: appserver exec PROMPT, or appserver --help")
    if arguments[0].startswith("-") and arguments[0] not in HELP_FLAGS:
        raise UsageError(f"unknown option {arguments[0]!r}; see appserver --help")
    status = make_app()(
        _with_stdin_flag(arguments), exit_on_error=False, print_error=False, result_action="return_value"
    )
    return status if isinstance(status, int) else 0  # help and version return None


def make_app() -> App:
    """What reads the arguments and calls what they name."""
    app = App(
        name="appserver",
        help="An agent app server that lives inside a Python process.",
        help_format="plaintext",
        help_epilogue=EXAMPLES,
        version_flags=[],
        suppress_keyboard_interrupt=False,  # the caller gives it this command's own exit status
        default_parameter=Parameter(json_list=False, json_dict=False),  # "[]" is a word, not an empty list
    )
    app.command(
        _exec,
        name="exec",
        help_epilogue=EXAMPLES,
        usage=EXEC_USAGE,
        version=_version,
        version_flags=["--version", "-V"],
    )
    app.command(_app_server, name=COMMAND)
    return app


def _with_stdin_flag(arguments: Sequence[str]) -> list[str]:
    words = list(arguments)
    end = words.index("--") if "--" in words else len(words)
    return [STDIN_FLAG if word == "-" else word for word in words[:end]] + words[end:]


def _exec(
    prompt: str | None = None,
    /,
    *further: Annotated[str, Parameter(show=False)],
    cd: Annotated[Path, Parameter(name=["--cd", "-C"])] = Path(),
    json: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    model: Annotated[str | None, Parameter(name=["--model", "-m"])] = None,
    provider: str | None = None,
    oss: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    sandbox: Annotated[Sandbox | None, Parameter(name=["--sandbox", "-s"], converter=one_of)] = None,
    approve: Annotated[Approve | None, Parameter(converter=one_of)] = None,
    image: Annotated[tuple[Path, ...], Parameter(name=["--image", "-i"], negative="")] = (),
    output_schema: Path | None = None,
    resume: str | None = None,
    ephemeral: Annotated[bool, Parameter(negative="", show_default=False)] = False,
    config: Annotated[tuple[str, ...], Parameter(name=["--config", "-c"], negative="")] = (),
    home: Path | None = None,
    agent: str | None = None,
    processor: str | None = None,
    from_stdin: Annotated[bool, Parameter(name=STDIN_FLAG, negative="", show=False)] = False,
) -> int:
    """Run one turn and stream it.

    The exit status is 0 when the turn was completed, 1 when it failed or was interrupted, 2 for wrong usage.

    Parameters
    ----------
    prompt
        What to do. Read from standard input when it is "-", or missing while standard input is not a terminal.
        Beside a PROMPT, what is piped in follows it in <stdin> tags.
    further
        Refused: words of a prompt that lacks its quotes.
    cd
        The directory to work in.
    json
        Write one wire message a line, and nothing else, to standard output.
    model
        The model that answers.
    provider
        Who serves it: openai, ollama, lmstudio, or a row of model_providers in the configuration.
    oss
        A local model, of ollama unless --provider says otherwise.
    sandbox
        What commands may write without asking: nothing (read-only), below the directory, or everything. The default is
        that of the configuration, or else read-only.
    approve
        How to answer when a command or a file change needs approval. The default is "ask" on a terminal and
        "decline" elsewhere.
    image
        A file with a picture that goes with the prompt; any number of times.
    output_schema
        A file with a JSON schema that the answer of the model has to fit.
    resume
        The id of a kept thread to go on with, or "last" for the newest of the directory.
    ephemeral
        Mark the thread as one that is not to be kept.
    config
        A setting, as key=value with dots in the key; any number of times. Options with names of their own go first.
    home
        The directory with the configuration; without it APPSERVER_HOME or CODEX_HOME, or else ~/.appserver.
    agent
        The agent that answers, as module:name: an appserver.Agent, an agent of pydantic-ai or openai-agents as it is,
        or a class or function that returns one.
    processor
        Request handlers, as module:name: an appserver.MessageProcessor, or a function that returns one.
    """
    if prompt is not None and further:
        raise UsageError(quote_prompt([prompt, *further]))
    text = _prompt(prompt, from_stdin)
    directory = _directory(cd)
    if approve == "ask" and not terminal_is_there():
        raise UsageError("--approve ask needs a terminal as standard input and standard error")
    import anyio

    from appserver.command_line.exec import ExecOptions, run_exec
    from appserver.command_line.exec_arguments import (
        named_settings,
        picture_files,
        read_schema,
        resumed_thread,
    )
    from appserver.command_line.loading import load_agent, load_processor

    own = agent is not None or processor is not None
    named = named_settings(model, provider, sandbox, oss=oss)
    if ephemeral and resume is not None:
        raise UsageError("--ephemeral keeps nothing of a new thread; it does not go with --resume")
    options = ExecOptions(
        prompt=text,
        cwd=directory,
        json=json,
        ephemeral=ephemeral,
        settings={**_settings(config), **named},
        images=picture_files(image),
        output_schema=None if output_schema is None else read_schema(output_schema),
        resume=resumed_thread(resume),
        home=str(find_home(home)),
        approve=approve or ("ask" if terminal_is_there() else "decline"),
        is_unattended=approve is None and not terminal_is_there(),
        output=keep_standard_output() if own and _is_read_by_programs(json) else 1,
        agent=load_agent(agent) if agent is not None else None,
        processor=load_processor(processor) if processor is not None else None,
    )
    return anyio.run(run_exec, options)


def _settings(texts: tuple[str, ...]) -> dict[str, Any]:
    from appserver.command_line.overrides import OverrideError, parse_overrides

    words: list[str] = []
    for text in texts:
        if (word := as_utf8(text)) is None:
            raise UsageError(f"-c {text!a} is not valid UTF-8")
        words.append(word)
    try:
        return parse_overrides(words)
    except OverrideError as error:
        raise UsageError(str(error)) from None


def _is_read_by_programs(json: bool) -> bool:
    """Whether nothing but the result may come on standard output, whatever the user's own code prints."""
    return sys.stdout is not None and (json or not sys.stdout.isatty())


def _app_server(*words: str) -> int:
    """Serve clients: on standard input and output, a unix socket or a websocket."""
    from appserver.command_line.app_server import call_app_server

    return call_app_server([COMMAND, *words])


def _directory(cd: Path) -> Path:
    try:
        directory = cd.absolute()
    except FileNotFoundError:
        raise UsageError("the present directory is gone; give --cd DIRECTORY") from None
    try:
        there = directory.is_dir()
    except OSError as error:
        raise UsageError(f"cannot use the directory {str(cd)!r}: {error.strerror or error}") from None
    if not there:
        raise UsageError(f"there is no directory {str(cd)!r}; --cd takes one that exists")
    name = as_utf8(str(directory))
    if name is None:
        raise UsageError(
            f"the name of the directory {str(directory)!a} is not valid UTF-8; give another with --cd"
        )
    if name != str(directory):
        raise UsageError(
            f"the directory {name} cannot be used in this locale, which is not UTF-8; "
            "set LC_ALL=C.UTF-8, or give another with --cd"
        )
    return directory


def _prompt(prompt: str | None, from_stdin: bool) -> str:
    if from_stdin and prompt is not None:
        raise UsageError("give PROMPT either as an argument or, with -, on standard input")
    if prompt is None and not from_stdin and is_missing():
        raise UsageError("PROMPT is missing; give it as an argument or pipe it in")
    is_argument = prompt is not None
    try:
        if prompt is None:
            prompt = read_prompt()
        elif (given := as_utf8(prompt)) is None:
            raise UsageError("PROMPT is not valid UTF-8")
        else:
            prompt = given
        if not prompt.strip():
            raise UsageError("PROMPT is empty; say what is to be done")
        return with_piped_text(prompt) if is_argument else prompt
    except StandardInputError as error:
        raise UsageError(str(error)) from None


def _version() -> str:
    import appserver

    return f"appserver {appserver.__version__}"
