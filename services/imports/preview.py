"""What a file would change, told before it is applied."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

_SHOWN = 12  # lines of a kind; the rest is counted


@dataclass
class Preview:
    """`added`, `changed`, `closed`, `emptied` name what would happen; `sums` and `notes` are sentences.

    `emptied` is what stands in the database and in no cell of the file: it is never done unasked. `faulty` are the
    reasons of the rows that are left out, `blocking` those for which nothing can be applied: sums that are wrong.
    """

    thing: str  # what the rows are: «đơn vị»
    rows: int = 0
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faulty: list[str] = field(default_factory=list)
    blocking: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """By which a preview that was shown is known again: another one, if anything would be done otherwise."""
        effect = [self.rows, self.added, self.changed, self.closed, self.emptied, self.faulty, self.blocking, self.sums]
        return hashlib.sha256(json.dumps(effect, ensure_ascii=False).encode()).hexdigest()[:12]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.closed or self.emptied)

    def text(self) -> str:
        """The preview as lines of text."""
        counts = (
            ("mới", self.added),
            ("thay đổi", self.changed),
            ("kết thúc", self.closed),
            ("xóa trắng", self.emptied),
        )
        head = ", ".join(f"{len(names)} {what}" for what, names in counts if names) or "không có gì thay đổi"
        lines = [f"Đọc được {self.rows} dòng {self.thing}: {head}."]
        for what, names in counts:
            lines += [f"  {what}: {name}" for name in names[:_SHOWN]]
            if len(names) > _SHOWN:
                lines.append(f"  {what}: … và {len(names) - _SHOWN} dòng nữa")
        lines += [f"{sentence[:1].upper()}{sentence[1:]}." for sentence in (*self.sums, *self.notes)]
        return "\n".join(lines)
