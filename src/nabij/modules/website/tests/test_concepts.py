"""The real pages of the Flemish stream, and what happens when a shared text changes under local words."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from nabij.kernel.errors import Invalid
from nabij.kernel.tenancy.scope import scope, system
from nabij.modules.website.actions import concepts, services
from nabij.modules.website.models import Concept, ConceptSnapshot, Service
from nabij.modules.website.queries import catalogue
from nabij.modules.website.rules import concepts as rules
from nabij.modules.website.rules import jsonld
from nabij.testing.files import shared_data

pytestmark = pytest.mark.django_db
CONTEXTS = ("ipdc-lpdc-im.jsonld", "ldes.jsonld")


def contexts() -> dict[str, Any]:
    return {name: json.loads(shared_data(f"ipdc/{name}").read_text()) for name in CONTEXTS}


def real(name: str) -> dict[str, Any]:
    return json.loads(shared_data(f"ipdc/{name}").read_text())  # type: ignore[no-any-return]


@pytest.fixture
def region(organisations: dict[str, int]) -> Any:
    owner = organisations["zuid-west-vlaanderen"]
    with scope(reading=[owner], writing=[owner], actor=system("test"), organisation_id=owner):
        yield owner


def test_the_real_concept_page_is_read_whole(region: int) -> None:
    taken = concepts.import_page(organisation_id=region, document=real("conceptsnapshot-page-0.json"), contexts=contexts())
    assert (taken.kept, taken.troubles) == (1, [])
    concept = Concept.objects.get(product_number="1502")
    body = concept.body
    assert set(body["title"]) == {"en", "nl", "nl-be-x-generated-formal", "nl-be-x-generated-informal"}
    relations = [item["relation"] for item in body["items"]]
    assert [relations.count(name) for name in ("requirement", "evidence", "procedure", "cost", "advantage", "legal")] == [1] * 6
    assert relations.count("website") == 2  # one of the service, one of its procedure
    assert all(item["key"] and item["title"]["nl"] and item["description"]["en"] for item in body["items"] if item["relation"] != "contact")
    audiences = "https://productencatalogus.data.vlaanderen.be/id/concept/Doelgroep/"
    assert body["audiences"] == [f"{audiences}Burger", f"{audiences}Onderneming"]
    snapshot = ConceptSnapshot.objects.get(concept=concept)
    assert snapshot.generated_text == "2023-07-12T11:40:20.441775Z" and not snapshot.archived
    assert "<script" not in json.dumps(body) and body["keywords"] == ["Akte - nl", "Nationaliteit - nl"]


def test_the_real_instance_page_has_three_members_and_its_archived_one_wins(region: int) -> None:
    found = list(rules.snapshots(jsonld.expanded(real("instancesnapshot-page.json"), contexts())))
    assert [one.archived for one in found] == [False, False, True]  # boolean absent, "false", "true"
    first = found[0]
    orders = [item["title"]["nl-be-x-informal"] for item in first.body["items"] if item["relation"] == "cost"]
    assert orders == sorted(orders) and len(orders) > 1
    assert len([item for item in first.body["items"] if item["relation"] == "evidence"]) >= 1
    assert len([item for item in first.body["items"] if item["relation"] == "contact"]) == 2
    assert first.body["source"] == ["https://ipdc.tni-vlaanderen.be/id/concept/705d401c-1a41-4802-a863-b22499f71b84"]


def rows() -> list[tuple[Any, ...]]:
    return sorted(Concept.objects.values_list("iri", "newest_at", "archived", "product_number"))


def test_a_second_time_changes_nothing_and_the_order_of_pages_does_not_matter(region: int) -> None:
    pages = [real("conceptsnapshot-page-0.json"), real("instancesnapshot-page.json")]
    told = [concepts.import_page(organisation_id=region, document=page, contexts=contexts()) for page in pages]
    first, count = rows(), ConceptSnapshot.objects.count()
    again = [concepts.import_page(organisation_id=region, document=page, contexts=contexts()) for page in pages]
    assert sum(one.kept for one in told) == 4 and sum(one.kept + one.changed for one in again) == 0
    assert (rows(), ConceptSnapshot.objects.count()) == (first, count)
    offered = {concept.iri for concept in catalogue.concepts()}
    assert not [iri for iri in offered if "public-service" in iri] and len(offered) == 15  # instances are no concepts


def test_members_in_reverse_give_the_same_concepts(region: int) -> None:
    """An older member that comes later is kept and not applied."""
    page = real("instancesnapshot-page.json")
    page["member"].reverse()
    taken = concepts.import_page(organisation_id=region, document=page, contexts=contexts())
    assert taken.older == 1
    late = Concept.objects.get(iri__endswith=page["member"][0]["isVersionOf"].rsplit("/", 1)[-1])
    assert late.archived and str(late.body["title"]) == "{'nl-be-x-informal': 'Instantie die gearchiveerd is'}"


def test_one_bad_member_is_named_and_the_others_go_on(region: int) -> None:
    page = real("instancesnapshot-page.json")
    del page["member"][1]["isVersionOf"]
    taken = concepts.import_page(organisation_id=region, document=page, contexts=contexts())
    assert taken.kept == 2 and len(taken.troubles) == 1 and taken.troubles[0].startswith("Lid 2 ")


def test_a_context_that_is_not_in_the_folder_is_asked_for_by_name(region: int) -> None:
    with pytest.raises(jsonld.UnreadableLinkedData, match="ldes.jsonld ontbreekt"):
        concepts.import_page(
            organisation_id=region, document=real("conceptsnapshot-page-0.json"), contexts={CONTEXTS[0]: contexts()[CONTEXTS[0]]}
        )


def changed(concept: Concept, **texts: str) -> None:
    """Flanders changes the step and the price of a concept."""
    body = copy.deepcopy(concept.body)
    for item in body["items"]:
        if item["relation"] in texts:
            item["description"]["nl"] = texts[item["relation"]]
            texts.pop(item["relation"])
    snapshot = rules.Snapshot(
        iri=f"{concept.iri}/next", version_of=concept.iri, generated_text="2027-03-30T06:00:00Z",
        generated_at=concept.newest_at.replace(year=2028), archived=False, product_number=concept.product_number, body=body,
    )
    owner = concept.organisation_id
    with scope(reading=[owner], writing=[owner], actor=system("test"), organisation_id=owner):
        concepts.take_snapshot(organisation_id=owner, snapshot=snapshot)


@pytest.fixture
def passport(at_site: Any) -> Service:
    with at_site("kuurne"):
        return Service.objects.select_related("concept").get(slug="verhuizen")


def keys(service: Service) -> list[str]:
    assert service.concept
    return [item["key"] for item in service.concept.body["items"] if item["relation"] == "procedure"]


def test_hidden_added_and_reordered_steps_stand_when_another_step_changes(at_site: Any, passport: Service) -> None:
    first, second, third = keys(passport)
    with at_site("kuurne"):
        services.hide_item(service_id=passport.id, key=second, reason="Bij ons komt de wijkagent niet.")
        services.add_item(service_id=passport.id, relation="procedure", title="U krijgt een welkomstpakket", description="Aan het onthaal.")
        services.reorder_items(service_id=passport.id, relation="procedure", keys=[third, first])
    assert passport.concept
    changed(passport.concept, procedure="<p>Voortaan ook met een brief of met uw telefoon.</p>")
    with at_site("kuurne"):
        text = catalogue.service(passport.id).text
        steps = text.items["procedure"]
        assert [step.key for step in steps[:2]] == [third, first] and steps[2].title.value == "U krijgt een welkomstpakket"
        assert "Voortaan ook met een brief" in steps[1].description.value and second not in [step.key for step in steps]
        assert catalogue.service(passport.id).conflicts == {} and text.loose == ()


def test_a_local_word_on_a_line_that_is_gone_becomes_a_choice(at_site: Any, passport: Service) -> None:
    step = keys(passport)[1]
    with at_site("kuurne"):
        services.set_text(service_id=passport.id, path=f"item:{step}:description", text="De wijkagent belt vooraf.")
    concept = passport.concept
    assert concept
    body = copy.deepcopy(concept.body)
    body["items"] = [item for item in body["items"] if item["key"] != step]
    concept.body = body
    with scope(reading=[concept.organisation_id], writing=[concept.organisation_id], actor=system("test")):
        concept.save(update_fields=["body"])
    with at_site("kuurne"):
        view = catalogue.service(passport.id)
        assert list(view.conflicts) == [f"item:{step}:description"] and view.conflicts[f"item:{step}:description"].upstream == ""
        assert view.text.loose == (f"item:{step}:description",)
        with pytest.raises(Invalid):
            services.settle(service_id=passport.id, choices={})
        services.settle(service_id=passport.id, choices={f"item:{step}:description": "accept"})
        assert catalogue.service(passport.id).conflicts == {}


def test_white_space_or_marks_alone_are_no_change(at_site: Any, passport: Service) -> None:
    with at_site("kuurne"):
        services.set_text(service_id=passport.id, path="description", text="Onze woorden.")
    concept = passport.concept
    assert concept
    old = concept.body["description"]["nl"]
    concept.body["description"]["nl"] = old.replace("<p>", "<p>  ").replace("verhuist?", "<strong>verhuist?</strong>")
    with scope(reading=[concept.organisation_id], writing=[concept.organisation_id], actor=system("test")):
        concept.save(update_fields=["body"])
    with at_site("kuurne"):
        assert catalogue.service(passport.id).conflicts == {}
