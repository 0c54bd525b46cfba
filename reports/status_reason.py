"""Why a measure has its status, in a sentence: the line of the status table that fired, in Vietnamese."""

from __future__ import annotations

from campaign.assessment.result import Result
from campaign.catalogue import Measure, TargetKind
from reports import format

_WORDS = {
    "no_value": "chưa có số liệu",
    "no_baseline": "chưa có mốc để so",
    "not_judged": "xã đề nghị chưa đánh giá",
    "stale": "số gần nhất đã quá hai kỳ báo cáo",
    "moved_wrong": "biến động ngược chiều so với kỳ trước hoặc đầu năm",
    "exceeded": "cao hơn chỉ tiêu",
    "met": "đã đạt chỉ tiêu",
    "equals_strict_target": "bằng đúng mức mà chỉ tiêu yêu cầu phải vượt",
    "on_track": "chưa đạt, kém mức cần đạt đến nay không quá {band}",
    "behind": "chưa đạt, kém mức cần đạt đến nay trên {band}",
    "no_figure_of_year": "không có số liệu của kỳ cuối năm",
    "far": "chỉ tiêu đặt cho năm {by}, năm này không giao mốc riêng",
    "missed": "hết năm mà chưa đạt chỉ tiêu",
}


def words(measure: Measure, standing: Result) -> str:
    """The rule behind the standing's status; KeyError for a line of the tables that has no words yet."""
    rule = _WORDS[standing.rule]
    compared = measure.target.kind is TargetKind.YEAR_ON_YEAR
    if standing.rule == "moved_wrong" and compared:
        return "biến động ngược chiều so với cùng kỳ"
    if standing.rule == "behind" and not compared and standing.expected is None:
        return "chưa đạt chỉ tiêu"
    if standing.rule in ("on_track", "behind") and compared:
        return "thay đổi so với cùng kỳ chưa đủ mức yêu cầu"
    if standing.rule == "on_track" and (standing.attained or 0) >= (standing.expected or 0):
        return "chưa đạt, nhưng đã qua mức cần đạt đến nay"
    if standing.rule == "behind" and not standing.band:
        return "chưa đạt, kém mức cần đạt đến nay"
    band = "" if standing.band is None else format.difference(measure, standing.band)
    return rule.format(band=band, by=standing.by)
