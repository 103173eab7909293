"""A draft file that cannot be opened is refused in one Chinese message that names every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.errors import FileProblem
from drafter.storage.draft_file import MAX_DRAFT_BYTES, loads, read_draft

GOOD = 'format = 1\ntitle = "年度工作总结"\n\n[[section]]\nheading = "基本情况"\n'
FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "文件是空的"),
    "only a byte order mark": (b"\xef\xbb\xbf\n", "文件是空的"),
    "binary": (b"PK\x03\x04\x00\x00", "二进制"),
    "gbk": (GOOD.encode("gbk"), "GBK"),
    "utf-16": (GOOD.encode("utf-16"), "UTF-16"),
    "cut inside a character": (GOOD.encode()[: GOOD.encode().index("总结".encode()) + 1], "末尾不完整"),
    "cut inside a string": (GOOD.encode()[: GOOD.encode().index("总结".encode())], "引号没有配对"),
    "neither utf-8 nor gbk": (b'title = "\xff\xff\xff"\n', "不是 UTF-8"),
    "newer format": (b'format = 99\ntitle = "x"\n', "请升级 drafter"),
    "format as text": (b'format = "1"\ntitle = "x"\n', "format = 1"),
    "negative format": (b'format = -1\ntitle = "x"\n', "format = 1"),
    "another toml file": (b'[build-system]\nrequires = ["x"]\n', "不是 drafter 的稿件"),
    "only a number": (b"format = 1\n", "不是 drafter 的稿件"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_draft_is_refused_with_its_name_and_what_to_do(tmp_path: Path, name: str) -> None:
    data, expected = FILES[name]
    path = tmp_path / "稿.draft.toml"
    path.write_bytes(data)
    with pytest.raises(FileProblem) as caught:
        read_draft(path)
    assert expected in str(caught.value)
    assert all(fault.where.startswith(str(path)) and fault.todo for fault in caught.value.faults)
    assert path.read_bytes() == data


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="找不到这个文件"):
        read_draft(tmp_path / "没有.draft.toml")
    with pytest.raises(FileProblem, match="这是一个文件夹"):
        read_draft(tmp_path)


def test_a_file_far_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "big.draft.toml"
    with path.open("wb") as stream:
        stream.truncate(MAX_DRAFT_BYTES + 1)
    with pytest.raises(FileProblem, match="文件超过 4 MB"):
        read_draft(path)


def test_every_wrong_entry_is_reported_at_once_with_its_line() -> None:
    text = """format = 1
title = 3
attachments = "附件"
[facts]
"支委会次数" = { a = 1 }
[[section]]
level = 7
heading = ["甲"]
run_in = "yes"
[[section.paragraph]]
phrase = "a"
[section.paragraph.table]
caption = "表"
[[section.paragraph]]
text = "好"
table = { rows = ["甲"] }
"""
    with pytest.raises(FileProblem) as caught:
        loads(text, "稿.draft.toml")
    found = {int(fault.where.split(" ")[2]): fault.what for fault in caught.value.faults}
    assert sorted(found) == [2, 3, 5, 7, 8, 9, 12, 16]
    assert "title 应当是文字" in found[2]
    assert "支委会次数" in found[5]
    assert "level 不能是 7" in found[7]
    assert "缺少 rows" in found[12]
    assert "第 1 行不是一组文字" in found[16]
    assert all(fault.todo for fault in caught.value.faults)


def test_a_section_in_single_brackets_is_explained() -> None:
    with pytest.raises(FileProblem, match=r"\[\[section\]\]"):
        loads('title = "x"\n[section]\nheading = "甲"\n')


def test_a_paragraph_without_text_or_table_is_a_fault() -> None:
    with pytest.raises(FileProblem, match="缺少 text"):
        loads('title = "x"\n[[section]]\n[[section.paragraph]]\nphrase = "a"\n')
