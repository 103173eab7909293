"""Headings that the format of a file names keep their level and lose their number."""

from __future__ import annotations

from pathlib import Path

from drafter.mine.clean import clean
from drafter.mine.read import read
from drafter.mine.structure import headings


def test_a_lone_number_of_a_formatted_heading_is_a_number(tmp_path: Path) -> None:
    path = tmp_path / "old.md"
    path.write_text(
        "# 示例局工作总结\n\n## 一、主要工作\n\n### （一）加强理论学习\n\n全年组织集中学习22次，开展专题研讨4次。\n\n"
        "## 二、存在的问题\n\n工作创新不够，服务基层不够。\n",
        encoding="utf-8",
    )
    (source,) = read(path)
    (document,) = clean(source)
    found = [
        (one.level, one.number, document.body.text[one.title_start : one.title_end])
        for one in headings(document)
    ]
    assert found == [(1, "一、", "主要工作"), (2, "（一）", "加强理论学习"), (1, "二、", "存在的问题")]
