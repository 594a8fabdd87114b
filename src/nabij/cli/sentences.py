"""From any error to one Dutch sentence and an exit code."""

import os
import sys
import traceback
from collections.abc import Sequence

import click

from nabij.kernel.errors import HouseError, Unavailable

FINE, PROBLEM, WRONG_USE, NOT_REACHABLE = 0, 1, 2, 3


def carry_out(command: click.Command, arguments: Sequence[str]) -> int:
    """Run ``command`` with ``arguments``; say what went wrong; return the exit code."""
    try:
        result = command.main(list(arguments), prog_name="nabij", standalone_mode=False)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _say("Afgebroken. Er is niets half bewaard.", PROBLEM)
    except click.ClickException as wrong:
        return _say_usage(wrong)
    except HouseError as trouble:
        return _say(trouble.sentence_nl, NOT_REACHABLE if trouble.status == Unavailable.status else PROBLEM)
    except Exception as unknown:
        return _unexpected(unknown)
    return result if isinstance(result, int) else FINE


def _say_usage(wrong: click.ClickException) -> int:
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        click.echo(wrong.format_message())
        return FINE
    if isinstance(wrong, click.UsageError):
        return _say(_usage(wrong), WRONG_USE)
    return _say(wrong.format_message(), PROBLEM)


def _say(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code


def _unexpected(error: Exception) -> int:
    if os.environ.get("NABIJ_DEBUG", "").strip() in ("1", "true", "ja"):
        traceback.print_exception(error)
    if _is_database(error):
        return _say(f"We bereiken de databank niet: {_first_line(error)}", NOT_REACHABLE)
    return _say(f"Dit lukte niet: {_first_line(error) or type(error).__name__}. Zet NABIJ_DEBUG=1 voor alle details.", PROBLEM)


def _is_database(error: Exception) -> bool:
    """Django's and psycopg's errors of the connection, without importing either."""
    return any(kind.__name__ in ("OperationalError", "PoolTimeout") for kind in type(error).__mro__)


def _first_line(error: Exception) -> str:
    return next((line.strip().rstrip(".") for line in str(error).splitlines() if line.strip()), "")


def _usage(wrong: click.UsageError) -> str:
    help_line = f" Kijk met: {wrong.ctx.command_path} --help" if wrong.ctx else ""
    return _what(wrong) + help_line


def _what(wrong: click.UsageError) -> str:
    if isinstance(wrong, click.NoSuchOption):
        near = f" Bedoelt u {wrong.possibilities[0]}?" if wrong.possibilities else ""
        return f"De optie {wrong.option_name} kennen we niet.{near}"
    if isinstance(wrong, click.MissingParameter):
        return f"{_name(wrong)} ontbreekt."
    if isinstance(wrong, click.BadParameter):
        return f"{_name(wrong)} kunnen we niet gebruiken: {wrong.message}"
    if "No such command" in wrong.message:
        return f"Het commando {_quoted(wrong.message)} kennen we niet."
    if "unexpected extra argument" in wrong.message:
        return f"Dit hoort hier niet: {_quoted(wrong.message)}."
    return f"Zo kennen we dit commando niet: {wrong.message}"


def _name(wrong: click.BadParameter) -> str:
    parameter = wrong.param
    return (
        parameter.opts[0]
        if isinstance(parameter, click.Option)
        else (parameter.human_readable_name if parameter else "Een waarde")
    )


def _quoted(message: str) -> str:
    opening = message.find("(") if "(" in message else message.find("'")
    return message[opening:].strip("(.)'\" ")


def note(text: str) -> None:
    """A line on standard output, at once, also when it goes to a file."""
    click.echo(text)
    sys.stdout.flush()
