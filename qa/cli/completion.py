"""``qa completion``: a script that completes commands and options in a shell."""

from __future__ import annotations

from argparse import SUPPRESS, _SubParsersAction
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Action, ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

NAME = "completion"
HELP = "print a script that completes commands in your shell"
DESCRIPTION = """\
Print a script for your shell that completes commands, options and their values when you press Tab.
Print it again after an update of Quoth."""
EXAMPLES = """\
examples:
  qa completion bash >> ~/.bashrc
  qa completion zsh >> ~/.zshrc
  qa completion fish > ~/.config/fish/completions/qa.fish"""

_SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa completion``.

    Args:
        parser: of this command.
    """
    parser.add_argument("shell", choices=_SHELLS, metavar="SHELL", help=", ".join(_SHELLS))


def run(options: Namespace) -> int:
    """Print the script, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.cli.main import new_parser

    scripts = {"bash": bash_script, "zsh": zsh_script, "fish": fish_script}
    print(scripts[options.shell](commands_of(new_parser())))
    return 0


@dataclass(frozen=True)
class Completed:
    """A command with what may follow it.

    Attributes:
        name: of the command.
        about: what it does, in a few words.
        options: each with its values, if it takes one of a few; with None, if it takes any.
        flags: options that take no value.
        words: values of its first argument, if it takes one of a few.
    """

    name: str
    about: str
    options: dict[str, tuple[str, ...] | None]
    flags: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def all(self) -> str:
        """The options, separated by spaces, in the order of the help."""
        return " ".join((*self.flags, *self.options))


def commands_of(parser: ArgumentParser) -> list[Completed]:
    """Return the commands of a parser.

    Args:
        parser: of the command line.
    """
    (commands,) = (one for one in parser._actions if isinstance(one, _SubParsersAction))  # noqa: SLF001 - argparse has no public way
    abouts = {one.dest: one.help or "" for one in commands._choices_actions}  # noqa: SLF001 - as above
    return [_completed(name, abouts[name], one) for name, one in commands.choices.items()]


def _completed(name: str, about: str, parser: ArgumentParser) -> Completed:
    actions = [one for one in parser._actions if one.help != SUPPRESS]  # noqa: SLF001 - as above
    words: Sequence[str] = ()
    for action in actions:
        if not action.option_strings and action.choices:
            words = tuple(map(str, action.choices))
    taking = {
        option: tuple(map(str, one.choices)) if one.choices else None
        for one in actions
        for option in one.option_strings
        if one.nargs != 0
    }
    flags = [option for one in actions for option in _flags(one)]
    return Completed(name, about, taking, tuple(flags), tuple(words))


def _flags(action: Action) -> Iterator[str]:
    yield from action.option_strings if action.nargs == 0 else ()


def bash_script(commands: Sequence[Completed]) -> str:
    """Return the script for bash.

    Args:
        commands: to complete.
    """
    names = " ".join(one.name for one in commands)
    cases = "\n".join(
        f'        {one.name}) options="{one.all}"; words="{" ".join(one.words)}" ;;'
        for one in commands
    )
    values = "\n".join(_bash_values(commands))
    return f"""\
_qa() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
    local options="" words=""
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "{names} --help --version" -- "$word"))
        return
    fi
    case "${{COMP_WORDS[1]}} $before" in
{values}
    esac
    case "${{COMP_WORDS[1]}}" in
{cases}
    esac
    case "$word" in
        -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
        *) [ -n "$words" ] && COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    esac
}}
complete -o default -F _qa qa"""


def _bash_values(commands: Sequence[Completed]) -> Iterator[str]:
    for command in commands:
        for option, values in command.options.items():
            # Without values, the names of files are completed.
            reply = f'COMPREPLY=($(compgen -W "{" ".join(values)}" -- "$word")); ' if values else ""
            yield f'        "{command.name} {option}") {reply}return ;;'


def zsh_script(commands: Sequence[Completed]) -> str:
    """Return the script for zsh, which runs that of bash.

    Args:
        commands: to complete.
    """
    loading = (f"autoload -U +X {one} && {one}" for one in ("compinit", "bashcompinit"))
    return "\n".join((*loading, bash_script(commands)))


def fish_script(commands: Sequence[Completed]) -> str:
    """Return the script for fish.

    Args:
        commands: to complete.
    """
    lines = []
    for one in commands:
        lines.append(
            f"complete -c qa -f -n __fish_use_subcommand -a {one.name} -d {_fish(one.about)}"
        )
        seen = f"-n '__fish_seen_subcommand_from {one.name}'"
        if one.words:
            lines.append(f"complete -c qa -f {seen} -a {_fish(' '.join(one.words))}")
        lines += [f"complete -c qa {seen} {_fish_option(flag)}" for flag in one.flags]
        for option, values in one.options.items():
            choices = f" -f -a {_fish(' '.join(values))}" if values else ""
            lines.append(f"complete -c qa {seen} {_fish_option(option)} -r{choices}")
    return "\n".join(lines)


def _fish_option(option: str) -> str:
    return f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"


def _fish(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
