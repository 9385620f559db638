"""Headers of every response, errors included, and the content security policy with its three named variants."""

from typing import Literal

Variant = Literal["plain", "models", "direct"]


def content_security_policy(variant: Variant, nonce: str, bucket: str | None = None) -> str:
    """Return a document's policy. ``models`` allows WebAssembly, ``direct`` one bucket origin; there is no fourth."""
    script = "'self' 'wasm-unsafe-eval'" if variant == "models" else "'self'"
    extra = f" {bucket}" if variant == "direct" and bucket else ""
    return "; ".join((
        "default-src 'none'",
        f"script-src {script}",
        f"style-src 'self' 'nonce-{nonce}'",
        f"img-src 'self' blob: data:{extra}",
        "font-src 'self'",
        f"connect-src 'self'{extra}",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ))  # fmt: skip


API_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Nothing that the API returns is a document."""

FIXED: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-embedder-policy", b"require-corp"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), midi=(), "
        b"payment=(), clipboard-read=(), screen-wake-lock=()",
    ),
)
STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
"""Two years; sent over TLS only, as RFC 6797 asks."""
