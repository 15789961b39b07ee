"""The measures: small pure functions from the records to a reading, one file per subject."""

from partnerxl.core.measures import (
    agreements,
    change,
    decisions,
    delivery,
    employers,
    initiatives,
    meetings,
    people,
    resources,
    staffing,
    workers,
)
from partnerxl.core.measures.base import MEASURES, Measure

__all__ = [
    "MEASURES",
    "Measure",
    "agreements",
    "change",
    "decisions",
    "delivery",
    "employers",
    "initiatives",
    "meetings",
    "people",
    "resources",
    "staffing",
    "workers",
]
