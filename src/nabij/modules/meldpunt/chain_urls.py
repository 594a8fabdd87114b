"""Addresses of the chain: its furnishing, the page of a mayor, and who was called."""

from django.urls import path

from .pages import last_resort, line_people, line_rules, mayor, participation, policy

urlpatterns = [
    path("meldpunt/inrichting/vangnet", last_resort.lists, name="duty-lists"),
    path("meldpunt/inrichting/vangnet/nieuw", last_resort.new_list, name="duty-new-list"),
    path("meldpunt/inrichting/opschaling", policy.versions, name="duty-policy"),
    path("meldpunt/inrichting/opschaling/<slug:line>", policy.draft, name="duty-policy-draft"),
    path("meldpunt/inrichting/wachtlijn", participation.lines, name="duty-lines"),
    path("meldpunt/inrichting/wachtlijn/<slug:line>/deelname", participation.join, name="duty-join"),
    path("meldpunt/inrichting/wachtlijn/<slug:line>/gastheer", participation.host, name="duty-host"),
    path("meldpunt/inrichting/wachtlijn/<slug:line>/mensen", line_people.listing, name="duty-people"),
    path("meldpunt/inrichting/wachtlijn/<slug:line>/mensen/<uuid:person_id>", line_people.one, name="duty-person"),
    path("meldpunt/inrichting/wachtlijn/<slug:line>/weekregels", line_rules.week, name="duty-week"),
    path("meldpunt/inrichting/werkregels", line_rules.work, name="duty-work-rules"),
    path("meldpunt/inrichting/storm", line_rules.thresholds, name="storm-rule"),
    path("burgemeester", mayor.page, name="duty-mayor"),
    path("wacht/bestuur", mayor.calls, name="duty-calls"),
    path("wacht/bestuur/nieuw", mayor.log_call, name="duty-log-call"),
]
