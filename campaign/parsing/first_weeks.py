"""A village's first weeks: whoever has never answered is asked a few questions at a time, and the rest later."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from campaign.catalogue import Cadence, Campaign

MOST_QUESTIONS = 5


def spread(campaign: Campaign, due: Sequence[str], known: Collection[str]) -> tuple[list[str], list[str]]:
    """Of what is due («KT1a.area») what is asked now, at most five questions, and what is left for later weeks.

    A measure's inputs stay together. What rarely changes and is `known` (or is a flow) is one question for all of it;
    what was answered once is asked before what never was, since it needs a tap alone.
    """
    measures = list(dict.fromkeys(key.split(".", 1)[0] for key in due))
    keys = {one: [key for key in due if key.split(".", 1)[0] == one] for one in measures}
    order = sorted(measures, key=lambda one: not all(key in known for key in keys[one]))
    asked: set[str] = set()
    count, has_news = 0, False
    for one in order:
        quiet = [key for key in keys[one] if _is_quiet(campaign, key, known)]
        single = len(keys[one]) - len(quiet)
        more = single + bool(quiet and not has_news)
        if count + more <= MOST_QUESTIONS:
            asked.add(one)
            count, has_news = count + more, has_news or bool(quiet)
    return (
        [key for key in due if key.split(".", 1)[0] in asked],
        [key for key in due if key.split(".", 1)[0] not in asked],
    )


def _is_quiet(campaign: Campaign, key: str, known: Collection[str]) -> bool:
    """Whether it is part of «có gì mới không?»."""
    measure_id, input_key = key.split(".", 1)
    measure = campaign.by_id[measure_id]
    if measure.cadence is not Cadence.ON_CHANGE:
        return False
    return key in known or measure.input(input_key).kind.is_flow
