"""migrate, web, worker, duty-engine: the separate processes of an installation."""

import importlib
import os
import signal
import sys
import threading
import time
from typing import Any

import click

from nabij.cli.boot import give_database, set_up_django
from nabij.cli.sentences import FINE, note
from nabij.kernel.config import ConfigError

_THREADS = 8
_CONNECTIONS = 2_048


@click.command()
@click.option(
    "--check", "only_check", is_flag=True, help="Wijzig niets; afloop 1 als er iets te doen is. / Exit 1 if something is due."
)
@click.option(
    "--written", is_flag=True, help="Kijk of elke wijziging van een model haar migratie heeft. / makemigrations --check."
)
def migrate(only_check: bool, written: bool) -> int:
    """Maak of vernieuw de tabellen, als eigenaar van de databank. / Create or update the tables."""
    os.environ["NABIJ_AS_OWNER"] = "1"  # Tables belong to the owner; the settings take its address for this process.
    if not set_up_django(owner=True).database_owner_url:
        raise ConfigError("Zet DATABASE_OWNER_URL: de tabellen horen toe aan nabij_owner, niet aan nabij_web.")
    if written:
        return _written()
    return _pending() if only_check else _migrate()


def _written() -> int:
    from django.core.management import call_command

    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
    except SystemExit as ended:
        return int(bool(ended.code))
    return FINE


def _plan() -> list[Any]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _pending() -> int:
    due = len(_plan())
    note(f"{due} migraties te doen." if due else "De tabellen zijn in orde.")
    return 1 if due else FINE


def _migrate() -> int:
    from django.core.management import call_command
    from django.core.management.commands import migrate as django

    from nabij.kernel.migrating import Grouping

    begun, total, done = time.monotonic(), len(_plan()), 0
    setattr(django, "MigrationExecutor", Grouping)  # noqa: B010 - the command has no other way to be given one

    class Counting(django.Command):
        def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
            nonlocal done
            if action == "apply_success":
                done += 1
                if done == total or done % 20 == 0:
                    note(f"Tabellen    {done} van {total} stappen ({_seconds(begun)})")

    call_command(Counting(), verbosity=0, interactive=False)
    if not total:
        note(f"Tabellen    in orde ({_seconds(begun)})")
    return FINE


def _seconds(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f} s".replace(".", ",")


@click.command()
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Aantal processen. / Processes.")
def web(workers: int) -> int:
    """De webserver. / The web server."""
    config = give_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.site.settings")
    # Each thread may hold a connection; a smaller pool would make the others wait.
    os.environ.setdefault("NABIJ_POOL", str(_THREADS + 2))
    end_with_parent()
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "nabij.site.wsgi:application",
        address=config.address,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        # Counts connections, idle ones too: a browser keeps six open, so this bounds visitors at one moment, not work.
        backpressure=_CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()
    return FINE


@click.command()
@click.option("--once", is_flag=True, help="Stop wanneer er niets meer klaarstaat. / End when nothing waits.")
def worker(once: bool) -> int:
    """De werker: voert uit wat klaarstaat. / Runs the jobs."""
    return serve(f"nabij.kernel.jobs.worker.{'empty' if once else 'run'}")


@click.command("duty-engine")
def duty_engine() -> int:
    """De wachtmotor: belt door tot iemand opneemt. / Escalates until somebody answers."""
    return serve("nabij.modules.meldpunt.engine.run")


def serve(place: str) -> int:
    """Set up Django and run the function at ``place`` until it is ended."""
    set_up_django()
    end_with_parent()
    module, _, name = place.rpartition(".")
    getattr(importlib.import_module(module), name)()
    return FINE


def end_with_parent() -> None:
    """Under a supervisor our standard input is a pipe that it holds: when it closes, the supervisor is gone and so are we."""
    if os.environ.get("NABIJ_SUPERVISED") == "1":
        threading.Thread(target=_wait_for_parent, args=(sys.stdin.fileno(),), daemon=True).start()


def _wait_for_parent(pipe: int) -> None:
    while os.read(pipe, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
    os.killpg(os.getpgid(0), signal.SIGKILL)
