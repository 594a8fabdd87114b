"""What the tests of the chain share: an alarm that just opened, and what became of it."""

from __future__ import annotations

from datetime import timedelta

from nabij.kernel.calendar import clock
from nabij.modules.meldpunt import engine
from nabij.modules.meldpunt.actions import alarm
from nabij.modules.meldpunt.models import AlertLog

from .duty_scene import of


def responder(scene, name):
    public = f"{name.split()[0]} {name.split()[1][:1]}."
    return alarm.Responder(name, public, next((p.recipient for p in scene.pages() if p.recipient_name == name), None))


def nobody_answers(still_clock, times):
    for _ in range(times):
        engine.tick(clock.now())
        still_clock.forward(timedelta(minutes=5))


def called(scene):
    """Who was paged, in order of rounds, each name once per round."""
    return list(dict.fromkeys((p.round, p.recipient_name.partition(" (")[0]) for p in scene.pages()))


def texts(scene, kind):
    with of(scene.slug):
        return [entry.text for entry in AlertLog.objects.filter(alert_id=scene.alert_id, kind=kind).order_by("id")]
