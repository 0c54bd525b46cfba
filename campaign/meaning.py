"""What a measure means, as a short mark: two campaigns that ask and reckon alike have the same one.

Figures of several communes may be added only under the same mark. The target's number is no part of it, nor is anything
that only changes how a measure looks or is reminded of.
"""

from __future__ import annotations

import hashlib

from campaign.catalogue import Input, Measure

_LETTERS = 16


def of(measure: Measure) -> str:
    """Sixteen letters; another one as soon as anything of the measure's meaning differs by a letter."""
    parts = (
        *(measure.id, measure.name, measure.unit, measure.aggregation.value, measure.scale.normalize()),
        *(measure.value, measure.over, measure.falling_is_good, measure.maintain, measure.decided_by),
        *(measure.target.kind.value, measure.target.comparison.value, measure.reading, measure.subject),
        *(measure.year_start, measure.since, [(one.since, one.name) for one in measure.standards]),
        *(_of_input(one) for one in measure.inputs),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:_LETTERS]


def _of_input(field: Input) -> tuple[object, ...]:
    options = [(one.key, one.label, one.yes) for one in field.options]
    return (field.key, field.kind.value, field.unit, field.label, field.question, options, field.denominator)
