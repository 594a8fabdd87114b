"""Addresses of the counter, on the platform's own host."""

from django.urls import path

from .pages.counter import calls, drafts, figures, home, letters, passing, person, receipt, start

_CALL = "balie/terugbellen/<uuid:callback_id>"
_BATCH = "balie/brieven/stapels/<uuid:batch_key>"

urlpatterns = [
    path("balie", home.home, name="counter"),
    path("balie/zoeken", home.search, name="counter-search"),
    path("balie/afscheid", home.goodbye, name="counter-goodbye"),
    path("balie/telefoon", start.phone, name="counter-phone"),
    path("balie/start/<slug:dienst>", start.begin, name="counter-start"),
    path("balie/klaar", receipt.done, name="counter-done"),
    path("balie/klaar/blad", receipt.sheet, name="counter-sheet"),
    path("balie/bewaard", drafts.resume, name="counter-draft"),
    path("balie/persoon/<uuid:party_id>", person.detail, name="counter-person"),
    path("balie/persoon/<uuid:party_id>/blad", person.sheet, name="counter-own-sheet"),
    path("balie/terugbellen", calls.listing, name="counter-calls"),
    path(_CALL, calls.detail, name="counter-call"),
    path(f"{_CALL}/opname", calls.take, name="counter-call-take"),
    path(f"{_CALL}/uitkomst", calls.outcome, name="counter-call-outcome"),
    path("balie/brieven", letters.listing, name="counter-letters"),
    path("balie/brieven/stapels", letters.batch, name="counter-batches"),
    path("balie/brieven/terugkeer", letters.returned, name="counter-letter-returned"),
    path(_BATCH, letters.printed, name="counter-batch"),
    path(f"{_BATCH}/post", letters.posted, name="counter-batch-posted"),
    path("balie/brieven/<uuid:letter_id>", letters.detail, name="counter-letter"),
    path("balie/doorgeven", passing.new, name="counter-pass"),
    path("balie/doorgeven/<uuid:passed_id>", passing.detail, name="counter-passed"),
    path("balie/doorgegeven/terugkeer", home.bring_back, name="counter-bring-back"),
    path("balie/cijfers", figures.figures, name="counter-figures"),
]
