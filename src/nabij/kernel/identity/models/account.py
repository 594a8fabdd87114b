"""What can sign in, and who does what for whom since when."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import DateRangeField
from django.db import models

from ...tenancy.kinds import Tenancy
from ...tenancy.rows import CodeRow, OwnedRow, new_id


class AccountQuerySet(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Something that can sign in. Holds no domain data; e-mail is never a key."""

    tenancy: ClassVar[Tenancy] = Tenancy.AUTH

    class Kind(models.TextChoices):
        STAFF = "staff", "medewerker"
        RESIDENT = "resident", "inwoner"
        MACHINE = "machine", "toepassing"
        BREAK_GLASS = "break_glass", "noodtoegang"
        DEMO = "demo", "voorbeeld"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    display_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.STAFF)
    issuer = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = AccountQuerySet()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=~models.Q(subject=""), name="account_issuer_subject"
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's own permissions are not used: see ``kernel.access``."""
        return False


class FunctionKind(CodeRow):
    """What a person can be in an organisation; verbs by default stand in the manifests."""

    code = models.SlugField(max_length=40, unique=True)
    label_nl = models.CharField(max_length=80)
    required_per_organisation = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.label_nl


class Function(OwnedRow):
    """A dated role of an account in one organisation. History is never overwritten: a change is a new row."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="functions")
    kind = models.CharField(max_length=40)
    unit = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    period = DateRangeField()
    deputy = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="deputised")
    source = models.CharField(max_length=12, default="admin")

    class Meta(OwnedRow.Meta):
        constraints = [*OwnedRow.Meta.constraints]
        indexes = [models.Index(fields=["organisation", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} ({self.unit})" if self.unit else self.kind


class AccessToken(OwnedRow):
    """Bearer token of a machine, bound to one organisation and to scopes; only its hash is kept."""

    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires = models.DateTimeField()
    created_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class IdempotentAnswer(OwnedRow):
    """The first answer to a creating request, kept 24 hours so that a repeated one makes nothing double."""

    holder = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    etag = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        constraints = [
            *OwnedRow.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "holder", "key"], name="idempotent_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Guess(models.Model):
    """How often one address tried a key that does not exist, per quarter of an hour. The address is kept as a keyed hash of that day."""

    tenancy: ClassVar[Tenancy] = Tenancy.AUTH

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    who = models.CharField(max_length=64)
    window = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "who", "window"], name="guess_window")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
