"""Praise in words: what stands in the post, and the rules it follows, for whoever asks."""

from __future__ import annotations

from campaign.assessment.praise import Praise
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Campaign
from campaign.rules import PraiseKind, PraiseRule
from reports import format
from reports.weekly.summary import Summary

_MOST_NAMES = 4


def lines(summary: Summary) -> tuple[str, ...]:
    """«Bản Còn, Khuổi Mạ gửi đúng hạn 11 tuần liền»: one for each rule that found somebody, without a full stop."""
    return tuple(f"{_who(one, summary.villages)} {_deed(one, summary.period)}" for one in summary.praise)


def _who(praised: Praise, villages: int) -> str:
    if len(praised.names) == villages > 1:
        return f"cả {villages} thôn"
    if len(praised.names) > _MOST_NAMES:
        return f"{len(praised.names)} thôn"
    return ", ".join(praised.names)


def _deed(praised: Praise, period: ReportingWeek) -> str:
    if period.kind is not Kind.WEEK:
        return {
            PraiseKind.ON_TIME: f"gửi đúng hạn {praised.weeks} tuần liền đến cuối {format.stretch(period)}",
            PraiseKind.COMPLETE: f"gửi đủ mọi tuần trong {format.stretch(period)}",
            PraiseKind.IMPROVED: f"tiến bộ nhất về {praised.label} trong {format.stretch(period)}",
        }[praised.kind]
    return {
        PraiseKind.ON_TIME: f"gửi đúng hạn {praised.weeks} tuần liền",
        PraiseKind.COMPLETE: "gửi đủ mọi tuần từ đầu năm",
        PraiseKind.IMPROVED: f"tiến bộ nhất về {praised.label} trong {praised.weeks} tuần",
    }[praised.kind]


def rules(campaign: Campaign) -> list[str]:
    """Each rule of the campaign file in one sentence, numbers and all."""
    return [_rule(campaign, one) for one in campaign.praise]


def _rule(campaign: Campaign, rule: PraiseRule) -> str:
    labels = ", ".join(campaign.by_id[name].label for name in rule.measures)
    return {
        PraiseKind.ON_TIME: (
            f"Đúng hạn: thôn gửi đủ trước hạn nhiều tuần liền nhất, ít nhất {rule.weeks} tuần; "
            "tuần không phải gửi thì không tính."
        ),
        PraiseKind.COMPLETE: (
            f"Đầy đủ: thôn không bỏ tuần nào từ đầu năm, sau ít nhất {rule.weeks} tuần; gửi muộn vẫn tính."
        ),
        PraiseKind.IMPROVED: (
            f"Tiến bộ: thôn rút ngắn được nhiều nhất phần còn thiếu của chính mình so với {rule.weeks} tuần trước "
            f"({labels}), ít nhất {rule.at_least} người. Không so thôn lớn với thôn nhỏ; số đang đối chiếu không tính."
        ),
    }[rule.kind]
