"""The files of roll-ups: each fault is told with its line and key, and takes out its own file alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import bootstrap
from bot.communes import roll_ups as files
from tests.commune import FOLDER

# The operator's file


_FIELDS = {
    "code": '"lang-son"',
    "name": '"tỉnh Lạng Sơn"',
    "campaign": f'"{FOLDER / "campaign.toml"}"',
    "post": '"15:00"',
    "measures": '["XH1", "XH3"]',
}


def _write(path: Path, **changed: str) -> None:
    fields = _FIELDS | changed
    path.write_text("".join(f"{key} = {one}\n" for key, one in fields.items() if one), encoding="utf-8")


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, []),
        ({"measures": '["XH9"]'}, ["dòng 5: measures: không có chỉ số 'XH9' trong tệp phong trào: có phải XH"]),
        ({"measures": "[]"}, ["dòng 5: measures: không được để danh sách trống"]),
        ({"measures": '["XH1", "XH1"]'}, ["dòng 5: measures: ghi một chỉ số hai lần"]),
        ({"measures": '"XH1"'}, ["dòng 5: measures: phải là danh sách, trong [ ]"]),
        ({"post": '"09:00"'}, ["dòng 4: post: phải sau 09:00 là giờ các xã đăng bài, và trước 20:00"]),
        ({"post": '"20:00"'}, ["dòng 4: post: phải sau 09:00 là giờ các xã đăng bài, và trước 20:00"]),
        ({"post": '"3 giờ"'}, ['dòng 4: post: phải là giờ như "08:00", từ "00:00" đến "23:59"']),
        ({"post": ""}, ["dòng 1: post: còn thiếu"]),
        ({"name": '""'}, ["dòng 2: name: phải là chữ trong dấu ngoặc kép, không để trống"]),
        (
            {"code": '"Lạng Sơn"'},
            ["dòng 1: code: phải là chữ thường không dấu, số hay gạch nối, nhiều nhất 20 ký tự, như lang-son"],
        ),
        ({"code": '"lang-son"'}, ["dòng 1: code: trùng: đã có 'lang-son'"]),
        ({"commune": '["06001"]'}, ["dòng 6: commune: khóa lạ: có phải communes không?"]),
        ({"campaign": '"nowhere.toml"'}, ["dòng 3: campaign: không đọc được: không có tệp này"]),
        ({"campaign": '"good.toml"'}, ["lỗi: xem bằng thidua campaign check"]),  # no campaign at all
        ({"communes": "7"}, ["dòng 6: communes: phải là danh sách, trong [ ]"]),
        ({"communes": "[]"}, ["dòng 6: communes: không được để danh sách trống"]),
        ({"name": '"tỉnh'}, ["dòng 2: TOML: sai cách viết TOML: có chữ không dùng được ở đây"]),
        (
            {"post": '"8"', "name": "1"},  # all of them, in the file's order
            ["dòng 2: name: phải là chữ trong dấu ngoặc kép, không để trống", "dòng 4: post: phải là giờ"],
        ),
    ],
)
def test_a_faulty_file_is_told_with_its_line_and_key(
    tmp_path: Path, changed: dict[str, str], faults: list[str]
) -> None:
    """In Vietnamese, as the faults of a campaign are; and it takes itself out alone."""
    _write(tmp_path / "good.toml")
    _write(tmp_path / "other.toml", **({"code": '"other"'} | changed))
    before = files.signature([tmp_path])
    listed = files.read([tmp_path], bootstrap.deployment)
    assert ["lang-son", *([] if faults else ["other"])] == [one.code for one in listed.roll_ups]
    assert len(faults) == len(listed.faults)
    for told, expected in zip(listed.faults, faults, strict=True):
        assert told.startswith(f"{tmp_path / 'other.toml'}: ")
        assert expected in told
    _write(tmp_path / "good.toml", post='"16:00"')
    assert before != files.signature([tmp_path])


def test_a_folder_without_files_is_a_fault_too(tmp_path: Path) -> None:
    """Nobody names a folder for nothing."""
    assert (f"{tmp_path}: chưa có tệp .toml nào trong thư mục này",) == files.read(
        [tmp_path], bootstrap.deployment
    ).faults
