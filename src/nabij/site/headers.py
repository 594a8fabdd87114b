"""What every answer forbids a browser to do: one text for the application, for ``nabij website serve`` and for nginx. No Django."""

from __future__ import annotations

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'none'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; manifest-src 'self'; worker-src 'self'"
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(self)"
#: For files, where no middleware passes.
ALL = {
    "Content-Security-Policy": POLICY, "Permissions-Policy": PERMISSIONS, "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
}
