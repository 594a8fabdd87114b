"""What meldpunt puts on ``/werk`` and what its finder finds."""

from __future__ import annotations

from nabij.kernel.calendar import clock
from nabij.modules.meldpunt.models import Report
from nabij.modules.meldpunt.queries import asked


def test_a_handler_reads_how_many_wait_and_until_when(acting):
    with acting("delphine") as scope:
        waiting = Report.objects.filter(state="received").count()
        [task] = asked.tasks(scope.actor, clock.now())
        assert task.title.startswith(str(waiting)) and task.minutes == waiting * asked.MINUTES_EACH
        assert task.due.date() == min(Report.objects.filter(state="received").values_list("answer_by", flat=True))


def test_who_does_not_handle_reports_is_asked_nothing(acting):
    with acting("stijn") as scope:
        assert asked.tasks(scope.actor, clock.now()) == [] and asked.find(scope.actor, "lamp") == []


def test_a_report_is_found_by_number_and_by_word_in_the_own_municipality_only(acting):
    with acting("delphine") as scope:
        report = Report.objects.order_by("reported_at").first()
        [found] = asked.find(scope.actor, f"{report.code[:3].lower()} {report.code[3:6]} {report.code[6:]}")
        assert found.url.endswith(str(report.id))
        assert asked.find(scope.actor, report.text.split()[1])
    with acting("lien") as scope:
        assert asked.find(scope.actor, report.code) == []
