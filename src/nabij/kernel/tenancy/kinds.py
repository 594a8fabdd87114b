"""Tenancy classes: every table has exactly one; it decides who reads and who writes."""

from __future__ import annotations

from enum import StrEnum


class Tenancy(StrEnum):
    """See the kernel's README for the policies behind each class."""

    OWNED = "owned"
    SHARED = "shared"
    SELF = "self"
    LOG = "log"
    SHARED_LOG = "shared_log"
    DIRECTORY = "directory"
    CODE = "code"
    AUTH = "auth"
    QUEUE = "queue"


#: Tables outside row-level security, each with the reason. No other table may be.
OUTSIDE_POLICIES: dict[str, str] = {
    "identity_account": "sign-in and the session read it before any scope exists; holds a display name, no domain data",
    "identity_account_groups": "join table that Django's user model demands; unused",
    "identity_account_user_permissions": "join table that Django's user model demands; unused",
    "identity_guess": "counts wrong tries of people who are nobody yet; a keyed hash per day, no address",
    "django_session": "read before any scope exists; opaque content",
    "django_migrations": "Django's own list of migrations",
    "django_content_type": "names of models",
    "auth_group": "unused; needed by Django's permission tables",
    "auth_group_permissions": "unused; needed by Django's permission tables",
    "auth_permission": "names of permissions",
    "account_emailaddress": "sign-in looks an address up before any scope exists",
    "account_emailconfirmation": "sign-in confirmation, before any scope exists",
    "mfa_authenticator": "second factor, checked before any scope exists",
    "usersessions_usersession": "list of own sessions, read by the account itself",
}

#: Prefix of the job queue's tables: arguments are references only (checked on enqueue).
QUEUE_PREFIX = "procrastinate_"
