"""demo, start, stop, status: the whole installation at once."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import click

from nabij.cli import whatif
from nabij.cli.boot import configuration, set_up_django
from nabij.cli.sentences import FINE, NOT_REACHABLE, PROBLEM, note
from nabij.kernel.config import Config, load

_STOP_WITHIN = 30.0


@click.group(invoke_without_command=True)
@click.option("--reset", is_flag=True, help="Gooi het voorbeeld weg en begin opnieuw. / Start the story anew.")
@click.option("--port", type=click.IntRange(1, 65535), help="Een andere poort dan 8000. / Another port.")
@click.option("--open", "open_", is_flag=True, help="Ook voor collega's op het netwerk. / Listen on the network.")
@click.pass_context
def demo(ctx: click.Context, reset: bool, port: int | None, open_: bool) -> int:
    """Start het voorbeeld: dertien gemeenten, op dinsdag 30 maart 2027. / Run the demo."""
    if ctx.invoked_subcommand:
        return FINE
    config = _demo_configuration(port, open_)
    from nabij.demo.supervisor import Supervisor, running

    if other := running(config.home):
        if reset:
            return _reset(config)
        note(f"Nabij draait al: {other.url}")
        return FINE
    Supervisor(config, note, story=True, reset=reset).run()
    return FINE


def _demo_configuration(port: int | None, open_: bool) -> Config:
    chosen = {"NABIJ_DEMO": "1"} | ({"NABIJ_PORT": str(port)} if port else {})
    chosen |= {"NABIJ_ADDRESS": "0.0.0.0"} if open_ else {}  # nosec B104: asked for with --open
    os.environ.update(chosen)
    return load()


@demo.result_callback()
def _pass_code(code: int, **_: Any) -> int:
    return code


@demo.command()
@click.option("--minutes", type=click.IntRange(1, 60 * 24 * 366), required=True, help="Hoeveel minuten. / How many minutes.")
def forward(minutes: int) -> int:
    """Zet de klok van het voorbeeld vooruit. / Move the demo's clock forward."""
    from datetime import timedelta

    os.environ["NABIJ_DEMO"] = "1"
    set_up_django()
    from nabij.kernel.calendar import clock

    moment = clock.forward(timedelta(minutes=minutes))
    note(f"Het is nu {moment.astimezone(_brussels()):%d/%m/%Y, %H.%M} uur in het voorbeeld.")
    return FINE


def _brussels() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Brussels")


@demo.command()
def reset() -> int:
    """Terug naar het begin van het voorbeeld, terwijl het draait. / Back to the beginning while it runs."""
    from nabij.demo.supervisor import running

    config = _demo_configuration(None, False)
    if running(config.home) is None:
        note("Het voorbeeld draait niet. Begin opnieuw met: nabij demo --reset")
        return NOT_REACHABLE
    return _reset(config)


def _reset(config: Config) -> int:
    from nabij.demo import control

    begun = time.monotonic()
    answer = control.answer(control.request("reset", home=config.home), home=config.home, within=60)
    if answer is None:
        note("Het voorbeeld antwoordt niet. Stop het met 'nabij stop' en start opnieuw.")
        return NOT_REACHABLE
    took = f"{time.monotonic() - begun:.1f} s".replace(".", ",")
    note(f"{answer['sentence']} ({took})")
    return FINE if answer["ok"] else PROBLEM


for _command in whatif.COMMANDS:
    demo.add_command(_command)


@click.command(hidden=True)
def demo_seed() -> int:
    """Seeds the story and writes its cards; run by the supervisor."""
    os.environ["NABIJ_DEMO"] = "1"
    config = set_up_django(owner=True)
    from nabij.demo import cards, seed

    begun = time.monotonic()
    seed.seed(lambda *said, **more: note(_progress(begun, *said)))
    (config.home / "demo").mkdir(mode=0o700, exist_ok=True)
    (config.home / "demo" / "cards.json").write_text(json.dumps([_card(card) for card in cards.cards()], ensure_ascii=False))
    return FINE


def _progress(begun: float, label: object = "", done: object = None, total: object = None) -> str:
    figures = f"{done} van {total}" if total is not None else ("" if done is None else str(done))
    took = f"{time.monotonic() - begun:.1f} s".replace(".", ",")
    return f"Voorbeeld   {label}: {figures} ({took})" if figures else f"Voorbeeld   {label} ({took})"


def _card(card: Any) -> dict[str, str]:
    """Cards are dataclasses or mappings with ``title`` and ``who``."""
    read = card.get if isinstance(card, dict) else lambda name, default="": getattr(card, name, default)
    return {"title": str(read("title", "") or read("function", "")), "who": str(read("who", "") or read("name", ""))}


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Een andere poort dan die van de instellingen. / Another port.")
def start(port: int | None) -> int:
    """Start Nabij zonder het voorbeeld klaar te zetten. / Run without seeding."""
    if port:
        os.environ["NABIJ_PORT"] = str(port)
    config = configuration()
    from nabij.demo.supervisor import Supervisor, running

    if other := running(config.home):
        note(f"Nabij draait al: {other.url}")
        return FINE
    Supervisor(config, note, story=False).run()
    return FINE


@click.command()
def stop() -> int:
    """Stop Nabij en de eigen databank. Alles blijft bewaard. / Stop everything; nothing is lost."""
    from nabij.demo.supervisor import running
    from nabij.kernel import localdb

    config = configuration()
    found = running(config.home)
    if found:
        os.kill(found.pid, signal.SIGTERM)
        if not _ended(config.home):
            note(f"Nabij (proces {found.pid}) stopt niet binnen {_STOP_WITHIN:.0f} seconden.")
            return PROBLEM
    stopped = not config.database_url and config.home.is_dir() and localdb.stop(config.home)
    note("Gestopt. Alles is bewaard." if found or stopped else "Nabij draaide niet.")
    return FINE


def _ended(home: Path) -> bool:
    from nabij.demo.supervisor import running

    deadline = time.monotonic() + _STOP_WITHIN
    while running(home):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Als JSON. / As JSON.")
def status(as_json: bool) -> int:
    """Zeg wat er draait. Afloop 3 als Nabij niet draait. / What runs; exit 3 when nothing does."""
    from nabij.demo.supervisor import running
    from nabij.kernel import localdb

    config = configuration()
    found, private = running(config.home), not config.database_url
    database = localdb.status(config.home) if private else None
    facts = {
        "running": found is not None,
        "url": found.url if found else None,
        "pid": found.pid if found else None,
        "parts": found.parts if found else {},
        "home": str(config.home),
        "demo": config.demo,
        "database": {"private": private, "running": database.running, "version": database.version}
        if database
        else {"private": False},
    }
    note(json.dumps(facts, ensure_ascii=False) if as_json else "\n".join(_status_lines(facts)))
    return FINE if found else NOT_REACHABLE


def _status_lines(facts: dict[str, Any]) -> list[str]:
    database = facts["database"]
    if not database["private"]:
        about = "die van DATABASE_URL"
    else:
        about = f"PostgreSQL {database['version']}: draait" if database["running"] else "draait niet"
    first = f"Nabij draait: {facts['url']} (proces {facts['pid']})" if facts["running"] else "Nabij draait niet."
    parts = [f"  {name}: {f'proces {pid}' if pid else 'wordt opnieuw gestart'}" for name, pid in facts["parts"].items()]
    return [first, *parts, f"Databank: {about}", f"Map: {facts['home']}"]
