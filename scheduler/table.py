"""Every job, in the order in which they run when several are due at once."""

from __future__ import annotations

from datetime import timedelta

from scheduler import asking, audience, lateness, opening, publishing, reminding
from scheduler.job import Job

JOBS: tuple[Job, ...] = (
    Job(
        name="open",
        title="mở kỳ báo cáo",
        due=lambda week: week.question,
        until=lambda week: week.last_call,
        subjects=opening.subjects,
        run=opening.run,
        run_together=opening.run_together,
    ),
    Job(
        name="ask",
        title="hỏi số liệu",
        due=lambda week: week.question,
        until=lambda week: week.deadline,
        subjects=asking.subjects,
        run=asking.run,
        run_together=asking.run_together,
    ),
    Job(
        name="remind-first",
        title="nhắc lần một",
        due=lambda week: week.first_reminder,
        until=lambda week: week.second_reminder - timedelta(hours=2),
        subjects=audience.with_open_reports,
        run=reminding.first,
    ),
    Job(
        name="remind-second",
        title="nhắc lần hai",
        due=lambda week: week.second_reminder,
        until=lambda week: week.deadline - timedelta(minutes=15),
        subjects=audience.with_open_reports,
        run=reminding.second,
    ),
    Job(
        name="late-list",
        title="danh sách chưa gửi",
        due=lambda week: week.late_list,
        until=lambda week: week.draft,
        subjects=audience.asked_period,
        run=lateness.tell_officers,
    ),
    Job(
        name="note",
        title="báo nơi để trống",
        due=lambda week: week.note,
        until=lambda week: week.note + timedelta(hours=2),
        subjects=audience.with_open_reports,
        run=lateness.tell_reporter,
    ),
    Job(
        name="draft",
        title="dự thảo tổng hợp",
        due=lambda week: week.draft,
        until=lambda week: week.last_call,
        subjects=audience.asked_period,
        run=publishing.draft,
    ),
    Job(
        name="post",
        title="đăng tổng hợp",
        due=lambda week: week.post,
        until=lambda week: week.last_call,
        subjects=audience.asked_period,
        run=publishing.post,
    ),
    Job(
        name="approve-again",
        title="hỏi duyệt lần nữa",
        due=lambda week: week.post + publishing.AGAIN,
        until=lambda week: week.last_call,
        subjects=audience.asked_period,
        run=publishing.ask_again,
        applies=lambda campaign: campaign.rules.approval_required,
    ),
)
