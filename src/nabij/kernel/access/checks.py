"""System check: every route declares its verb, otherwise the process does not start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from .routes import declared_verbs


def routes(urlconf: str) -> Iterator[tuple[str, Any]]:
    """(path, view) of every pattern of a URL configuration."""
    yield from _walk(get_resolver(urlconf).url_patterns, "/")


def _walk(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern.callback


def _foreign(view: Any) -> bool:
    view = getattr(view, "func", view)
    return str(view.__module__).startswith(tuple(settings.NABIJ_FOREIGN_VIEWS))


def operations() -> Iterator[tuple[str, str, Any]]:
    """(method, path, view) of every API operation."""
    from nabij.kernel.access.api import PREFIX, root

    for prefix, router in root()._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, f"{PREFIX}{prefix}{path}", operation.view_func


@register("nabij")
def operations_declare_their_verb(**kwargs: Any) -> list[Error]:
    return [
        Error(f"API {method} {path} zegt niet welk recht het vraagt.", id="nabij.E003")
        for method, path, view in operations() if getattr(view, "nabij_verb", None) not in declared_verbs()
    ]


@register("nabij")
def routes_declare_their_verb(**kwargs: Any) -> list[Error]:
    """Third-party views that are allowed stand in ``settings.NABIJ_FOREIGN_VIEWS`` by module prefix."""
    problems = []
    for urlconf in (settings.NABIJ_PUBLIC_URLCONF, settings.NABIJ_STAFF_URLCONF):
        for path, view in routes(urlconf):
            verb = getattr(view, "nabij_verb", None)
            written_in = getattr(view, "func", view).__module__  # a partial says "functools" of itself
            if verb is None and not written_in.startswith(tuple(settings.NABIJ_FOREIGN_VIEWS)):
                problems.append(Error(f"Adres {path} zegt niet welk recht het vraagt.", id="nabij.E001"))
            elif verb is not None and getattr(view, "nabij_audience", "") != "open" and verb not in declared_verbs():
                problems.append(Error(f"Adres {path} vraagt het onbekende recht {verb}.", id="nabij.E002"))
    return problems
