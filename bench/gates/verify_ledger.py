"""The offline verifier on a ledger of a million events, and the length of a receipt of such a ledger."""

from typing import Any

import ledger_verify

BENCH = True
EVENTS, SECONDS, RECEIPT = 1_000_000, 30, 2_048


def run(reduced: bool, seed: int) -> dict[str, Any]:  # noqa: ARG001  every gate takes a seed; ids are random by nature
    """Measure and judge: time in proportion, so the reduced form may take its share of it, doubled for its start."""
    count = 20_000 if reduced else EVENTS
    figures = ledger_verify.measure(count)
    allowed = SECONDS * count / EVENTS * (2 if reduced else 1)
    passed = figures["verify_s"] <= allowed and figures["receipt_bytes_at_1000000"] <= RECEIPT
    return {"passed": passed, "figures": {**figures, "allowed_s": round(allowed, 2)}}
