"""What came of each fault, as a line of a table."""

from dataclasses import dataclass

from tests.faults.load import Load


@dataclass(frozen=True, slots=True)
class Line:
    fault: str
    outcome: str  # "ok", "FAILED" or "NOT RUN"
    said: str


def line_of(fault: str, load: Load, environment: dict[str, str], *, more: str = "") -> Line:
    """Whether every set that was acknowledged is there once."""
    lost, doubled = load.lost_and_doubled(environment)
    ok = load.acknowledged and not (lost or doubled or load.refused)
    said = (
        f"{len(load.acknowledged):,} acknowledged, {load.resent} sent again, {lost} lost, {doubled} doubled, "
        f"longest gap {load.longest_gap:.1f} s"
    )
    refused = f", refused with {dict(load.refused)}" if load.refused else ""
    return Line(fault, "ok" if ok else "FAILED", said + refused + (f"; {more}" if more else ""))
