"""What the website announces: ``<noun>.<past>``, keys and ids only. ``keys`` name the facts that pages show."""

SITE_CHANGED = "site.changed"
SERVICE_PUBLISHED = "service.published"
SERVICE_CHANGED = "service.changed"
SERVICE_WITHDRAWN = "service.withdrawn"
PLACE_CHANGED = "place.changed"
NEWS_CHANGED = "news.changed"
CONCEPT_CHANGED = "concept.changed"
