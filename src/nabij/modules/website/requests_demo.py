"""Three months of requests in Deerlijk, each answered: with them the desk can say whether somebody at the counter waits longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from nabij.kernel.calendar import clock

from .actions.submissions import move, submit
from .queries import catalogue
from .rules.submissions import State, Wanted

HOME = "deerlijk"
#: Way, number of requests, hours until the answer: who comes to the counter is helped a little sooner than who writes online.
HISTORY = (("web", 16, 5), ("desk", 14, 2), ("phone", 12, 4), ("letter", 4, 5))
FIRST = datetime(2027, 1, 12, 9, 10)  # noqa: DTZ001 (naive = local)
ASKED = ("identiteitskaart", "rijbewijs", "verhuizen")


#: Where one answer lies ready as a letter: who asked has no computer.
BY_LETTER = "spiere-helkijn"


def tell_letter(organisation_id: int) -> None:
    """Friday: Simonne Lagast asked for her branches, and the answer waits for a printer and a signature."""
    view = next(one for one in catalogue.services(organisation_id, published=True) if one.slug == "snoeihout")
    home = "Proefstraat 4, 8587 Spiere-Helkijn"
    wanted = Wanted("Kunt u bij mij de takken komen halen?", "letter", "Simonne Lagast", "056 00 00 82", address=home)
    with clock.frozen(datetime(2027, 3, 26, 9, 40)):  # noqa: DTZ001
        row = submit(service_id=view.id, wanted=wanted, channel="desk", entered_by="Nadine Opsomer")
    with clock.frozen(datetime(2027, 3, 26, 11, 15)):  # noqa: DTZ001
        answer = "Wij halen uw takken op maandag 12 april op. Leg ze voor 6 uur langs de straat. U hoeft niets te betalen."
        move(submission_id=row.id, to=State.ANSWERED, row_version=row.row_version, answer=answer)


def tell(organisation_id: int) -> int:
    """Make them; returns how many. Who asked comes along for the answer, so no message leaves."""
    views = {view.slug: view for view in catalogue.services(organisation_id, published=True)}
    services = [views[slug] for slug in ASKED if slug in views]
    made = 0
    for channel, number, hours in HISTORY:
        for n in range(number):
            asked = FIRST + timedelta(days=7 * (n % 9), minutes=9 * n)
            wanted = Wanted("Ik wil dit graag regelen.", "visit", f"Vrager {made + 1}", "056 00 00 90")
            with clock.frozen(asked):
                by = "" if channel == "web" else "Lien Verhaeghe"
                row = submit(service_id=services[n % len(services)].id, wanted=wanted, channel=channel, entered_by=by)
            with clock.frozen(asked + timedelta(hours=hours, minutes=5 * n)):
                move(submission_id=row.id, to=State.ANSWERED, row_version=row.row_version, answer="We regelden dit samen aan de balie.")
            made += 1
    return made
