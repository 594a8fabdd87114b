"""The first word after ``nabij``, and what it stands for."""

import importlib
import os

import click

# Verb → module and name of its command: a command is imported when it is used, so that each starts fast.
_COMMANDS = {
    "demo": "nabij.cli.running:demo",
    "start": "nabij.cli.running:start",
    "stop": "nabij.cli.running:stop",
    "status": "nabij.cli.running:status",
    "setup": "nabij.cli.setup:setup",
    "migrate": "nabij.cli.parts:migrate",
    "web": "nabij.cli.parts:web",
    "worker": "nabij.cli.parts:worker",
    "duty-engine": "nabij.cli.parts:duty_engine",
    "watchdog": "nabij.cli.watchdog:watchdog",
    "check": "nabij.cli.inspection:check",
    "doctor": "nabij.cli.inspection:doctor",
    "organisation": "nabij.cli.loading:organisation",
    "module": "nabij.cli.loading:module",
    "geo": "nabij.cli.loading:geo",
    "import": "nabij.cli.loading:import_",
    "archive": "nabij.cli.archive:archive",
    "audit": "nabij.cli.audit:audit",
    "website": "nabij.cli.website:website",
    "programme": "nabij.cli.programme:programme",
    "keyholder": "nabij.cli.keyholder:keyholder",
    "dossier": "nabij.cli.keyholder:dossier",
}
_INTERNAL = {"demo-seed": "nabij.cli.running:demo_seed"}


class Verbs(click.Group):
    """A group that imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = (_COMMANDS | _INTERNAL).get(cmd_name)
        if place is None:
            return _of_a_module(cmd_name)
        module, name = place.split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


def _of_a_module(name: str) -> click.Command | None:
    """A command that a module declares in its manifest: a function that serves until it is ended."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.site.settings")
    from nabij.kernel.modules import registry

    place = next((manifest.commands[name] for manifest in registry.installed() if name in manifest.commands), None)
    if place is None:
        return None
    from nabij.cli.parts import serve

    return click.command(name)(lambda: serve(place))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name=None, version="0.1.0", prog_name="nabij")
def nabij() -> None:
    """Nabij: lokale besturen van een regio werken samen aan hun dienstverlening.

    Local governments of a region run their digital services together.

    \b
    Afloop / exit code: 0 goed · 1 probleem gevonden · 2 verkeerd gebruikt · 3 niet bereikbaar
    """
