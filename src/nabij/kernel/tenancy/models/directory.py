"""The directory: who exists in the region, since when, under which names, bound to whom. Readable by everyone."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from ..kinds import Tenancy
from ..rows import DirectoryRow


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", "gemeente"
    OCMW = "ocmw", "OCMW"
    PARTNERSHIP = "partnership", "samenwerkingsverband"
    INTERMUNICIPAL = "intermunicipal", "intercommunale"
    WELFARE_ASSOCIATION = "welfare_association", "welzijnsvereniging"
    PROJECT_ASSOCIATION = "project_association", "projectvereniging"
    INFORMAL = "informal", "overleg"
    PROVINCE = "province", "provincie"
    FLEMISH_ENTITY = "flemish_entity", "Vlaamse overheid"
    COMPANY = "company", "onderneming"
    OTHER = "other", "andere"


class Organisation(models.Model):
    """A legal person or informal group with its own validity; the unit that owns rows, keys and a log.

    ``nis``, ``kbo`` and ``ovo`` are official numbers with ``numbers_source``; ``valid`` is a half-open date range.
    """

    tenancy = Tenancy.DIRECTORY

    id = models.AutoField(primary_key=True)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=24, choices=OrganisationKind)
    name_nl = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=60)
    legal_name = models.CharField(max_length=200, blank=True)
    nis = models.CharField(max_length=5, blank=True)
    kbo = models.CharField(max_length=10, blank=True)
    ovo = models.CharField(max_length=9, blank=True)
    lblod_uri = models.URLField(max_length=200, blank=True)
    numbers_source = models.CharField(max_length=120, blank=True)
    valid = DateRangeField()
    language_regime = models.CharField(max_length=20, default="nl")
    host = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="hosted")
    may_control = models.BooleanField(default=True)

    class Meta:
        ordering = ["short_name", "kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kbo"], condition=~Q(kbo=""), name="organisation_kbo"),
            models.UniqueConstraint(fields=["ovo"], condition=~Q(ovo=""), name="organisation_ovo"),
            models.CheckConstraint(
                condition=~Q(kind="informal") | Q(kbo="", may_control=False), name="organisation_informal_controls_nothing"
            ),
            models.CheckConstraint(
                condition=~Q(kind="partnership") | ~Q(kbo="") | Q(host__isnull=False), name="organisation_partnership_has_host"
            ),
            models.CheckConstraint(condition=Q(nis="") | Q(nis__regex=r"^\d{5}$"), name="organisation_nis_form"),
            models.CheckConstraint(condition=Q(kbo="") | Q(kbo__regex=r"^[01]\d{9}$"), name="organisation_kbo_form"),
            models.CheckConstraint(condition=Q(ovo="") | Q(ovo__regex=r"^OVO\d{6}$"), name="organisation_ovo_form"),
        ]

    def __str__(self) -> str:
        return f"OCMW {self.short_name}" if self.kind == OrganisationKind.OCMW else self.short_name


class Contact(DirectoryRow):
    """The one default contact of an organisation: it stands on every page, also with every module off."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contact")
    service_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    hours_text = models.CharField(max_length=200, blank=True)
    invented = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="contact_one_default")]

    def __str__(self) -> str:
        return f"{self.service_name}, {self.phone}"


class Alias(DirectoryRow):
    """Another name under which people look for an organisation ("Exelon" finds Exello)."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", "officieel"
        FORMER = "former", "vroeger"
        SPELLING = "spelling", "schrijfwijze"
        ABBREVIATION = "abbreviation", "afkorting"

    alias = models.CharField(max_length=200)
    kind = models.CharField(max_length=14, choices=Kind)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "alias"], name="alias_unique_in_kind")]

    def __str__(self) -> str:
        return self.alias


class Relation(DirectoryRow):
    """``organisation`` stands to ``target`` in ``kind`` during ``period``; the row belongs to ``organisation``."""

    class Kind(models.TextChoices):
        OCMW_OF = "ocmw_of", "OCMW van"
        MEMBER_OF = "member_of", "lid van"
        WORKS_FOR = "works_for", "werkt voor"
        HOSTS = "hosts", "is gastheer van"

    target = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="related_from")
    kind = models.CharField(max_length=12, choices=Kind)
    period = DateRangeField()
    decision_ref = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="relation_no_overlap",
                expressions=[
                    ("organisation", RangeOperators.EQUAL), ("target", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Territory(DirectoryRow):
    """Municipality for which an organisation works in a period."""

    municipality = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="served_by")
    period = DateRangeField()
    source = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="territory_no_overlap",
                expressions=[
                    ("organisation", RangeOperators.EQUAL), ("municipality", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Body(DirectoryRow):
    """College, council, conference or working group of one organisation."""

    slug = models.SlugField(max_length=60)
    classification = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    period = DateRangeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="body_slug")]

    def __str__(self) -> str:
        return self.name


class Seat(DirectoryRow):
    """A place in a body. Without holder on a date it is vacant and shown so, never hidden."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    held_by = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    holder_text = models.CharField(max_length=120, blank=True)
    vacant = models.BooleanField(default=False)
    period = DateRangeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            ExclusionConstraint(
                name="seat_one_holder",
                expressions=[
                    ("body", RangeOperators.EQUAL), ("number", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class SiteHost(DirectoryRow):
    """Host name (with port where it matters) on which an organisation's public pages answer."""

    host = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.host
