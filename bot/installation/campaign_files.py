"""Campaign files that come with the program: one that nobody has changed goes along with an update, another one stays.

The home keeps `communes/`, as the first version shipped it. Whether a file was changed since is told by a list of
everything that was ever shipped under its name (docs/decisions/0084).
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.installation import places
from campaign.definition import table_paths
from campaign.definition.load import CampaignFile
from campaign.definition.override import shown

LIST = Path("communes/shipped.sha256")
SAMPLE = Path("communes/khanh-khe/campaign.toml")
_REPLACED = "replaced"  # below `versions`: what was replaced, for who goes back
_OWN = ("schema", "commune")  # what is the commune's own in every file
_MOST_TOLD = 40


@dataclass(frozen=True, slots=True)
class Renewed:
    """A shipped file that is another one in the new version: `is_untouched` where the home's is as it was shipped."""

    file: Path  # as seen from a version's root
    is_untouched: bool


def digest(path: Path) -> str:
    """Of the text: git and editors on Windows end lines in their own way."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def renewed(home: Path, root: Path) -> list[Renewed]:
    """What a version ships otherwise than it lies in the home; a file that was removed there stays away."""
    listed = root / LIST
    known = set(listed.read_text(encoding="utf-8").split()) if listed.exists() else set()
    found = []
    for path in sorted((root / "communes").glob("*/campaign.toml")):
        file = path.relative_to(root)
        mine = home / file
        if mine.exists() and digest(mine) != digest(path):
            found.append(Renewed(file, digest(mine) in known))
    return found


def is_another_sample(before: Path, after: Path) -> bool:
    """Whether two versions ship another sample, from which a commune's own file was copied."""
    one, other = before / SAMPLE, after / SAMPLE
    return one.exists() and other.exists() and digest(one) != digest(other)


def take(home: Path, root: Path, file: Path) -> None:
    """Put a version's file in the place of the home's, which is kept; a kill leaves the one or the other."""
    kept = home / places.FOLDER / _REPLACED / file
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(home / file, kept)
    _replace(root / file, home / file)


def give_back(home: Path, root: Path) -> None:
    """Undo `take` where the home's file is still the one that `root` ships."""
    folder = home / places.FOLDER / _REPLACED
    for kept in sorted(folder.glob("communes/*/campaign.toml")):
        file = kept.relative_to(folder)
        if (home / file).exists() and (root / file).exists() and digest(home / file) == digest(root / file):
            _replace(kept, home / file)
    shutil.rmtree(folder, ignore_errors=True)


def is_kept_beside_versions(folder: Path) -> bool:
    """Whether a folder below `versions` is no version."""
    return folder.name == _REPLACED


def _replace(source: Path, target: Path) -> None:
    draft = target.with_suffix(".part")
    shutil.copy2(source, draft)
    draft.replace(target)


def differences(own: CampaignFile, shipped: CampaignFile) -> list[str]:
    """«calendar.post: của xã "09:00", bản đi kèm "09:30"», but for what is the commune's own anyway."""
    mine, theirs = _leaves(own), _leaves(shipped)
    keys = [*theirs, *(key for key in mine if key not in theirs)]
    return [
        f"{key}: của xã {mine.get(key, 'không có')}, bản đi kèm {theirs.get(key, 'không có')}"
        for key in keys
        if mine.get(key) != theirs.get(key)
    ]


def told(found: list[str]) -> Iterator[str]:
    """The differences, as many as are read."""
    yield from found[:_MOST_TOLD]
    if len(found) > _MOST_TOLD:
        yield f"… và {len(found) - _MOST_TOLD} chỗ nữa."


def _leaves(file: CampaignFile) -> Mapping[str, str]:
    found = table_paths.leaves(dict(file.tables))
    return {key: shown(value) for key, _, value in found if key.split(".")[0] not in _OWN}
