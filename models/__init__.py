"""What is stored: one noun a file, its table and the queries on it together."""

from models import (  # noqa: F401  every table is known once this package is imported
    audit,
    conversations,
    corrections,
    figures,
    groups,
    job_runs,
    markers,
    media,
    messages,
    passes,
    people,
    periods,
    photos,
    summaries,
    targets,
    traffic,
    units,
)
