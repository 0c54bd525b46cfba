"""What is stored: one noun a file, its table and the queries on it together."""

from models import (  # noqa: F401  importing them makes every table known
    audit,
    campaign_overrides,
    conversations,
    corrections,
    figures,
    groups,
    holiday_announcements,
    job_runs,
    key_values,
    message_quota,
    messages,
    one_time_codes,
    people,
    periods,
    photos,
    summaries,
    targets,
    temporary_files,
    units,
    year_closings,
)
