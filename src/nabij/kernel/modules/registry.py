"""The installed manifests, in menu order."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from .manifest import Module, NoticeKind, Permission


@cache
def installed() -> tuple[Module, ...]:
    """Manifests of ``settings.NABIJ_MODULES`` (dotted names of ``manifest`` objects)."""
    return tuple(import_string(name) for name in settings.NABIJ_MODULES)


def module(name: str) -> Module:
    """Raises ``KeyError`` for a module that is not installed."""
    for manifest in installed():
        if manifest.name == name:
            return manifest
    raise KeyError(name)


@cache
def permissions() -> dict[str, Permission]:
    return {permission.verb: permission for manifest in installed() for permission in manifest.permissions}


@cache
def verbs_of(function: str) -> frozenset[str]:
    """Verbs that a function kind holds by default."""
    return frozenset(verb for verb, permission in permissions().items() if function in permission.functions)


@cache
def public_verbs() -> frozenset[str]:
    return frozenset(verb for verb, permission in permissions().items() if permission.public)


@cache
def notice_kind(code: str) -> NoticeKind:
    for manifest in installed():
        for kind in manifest.notice_kinds:
            if kind.code == code:
                return kind
    raise KeyError(code)


def call(dotted: str, *args: Any) -> Any:
    """Call a function that a manifest names."""
    return import_string(dotted)(*args)
