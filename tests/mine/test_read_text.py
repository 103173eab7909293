"""Plain text in every encoding Chinese offices have on their disks."""

from __future__ import annotations

import codecs
import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_samples import read_one

from drafter.errors import FileProblem
from drafter.mine.read.encoding import decode

SIMPLIFIED = (
    "一年来，学校党支部认真贯彻落实上级党委的部署要求，坚持立德树人，扎实推进各项工作，取得了较好成绩。",
    "二是加强队伍建设，组织教师参加培训三十人次。",
    "存在的主要问题是理论学习不够深入，与群众的期盼还有差距。",
    "下一步，我们将继续完善制度，改进作风，为实现全年目标任务而努力奋斗！",
    "（一）抓好安全管理。全年召开专题会议6次，排查隐患28处，全部整改到位。",
)
TRADITIONAL = (
    "一年來，學校黨支部認真貫徹落實上級黨委的部署要求，堅持立德樹人，紮實推進各項工作，取得了較好成績。",
    "二是加強隊伍建設，組織教師參加培訓三十人次。",
    "存在的主要問題是理論學習不夠深入，與群眾的期盼還有差距。",
    "下一步，我們將繼續完善制度，改進作風，為實現全年目標任務而努力奮鬥！",
)
BOMS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}

simplified = st.lists(st.sampled_from(SIMPLIFIED), min_size=1, max_size=6).map("\n".join)
traditional = st.lists(st.sampled_from(TRADITIONAL), min_size=1, max_size=6).map("\n".join)


@given(simplified, st.sampled_from(["utf-8", "gb18030", "gbk", "utf-16-le", "utf-16-be"]))
def test_simplified_chinese_is_read_in_any_encoding_without_a_mark(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), "稿")
    assert decoded.text == text
    assert (decoded.note == "") == (encoding == "utf-8")


@given(traditional, st.sampled_from(["utf-8", "big5", "big5hkscs", "gb18030", "utf-16-le"]))
def test_traditional_chinese_is_read_right_and_stays_traditional(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "稿").text == text


@given(st.sampled_from([*SIMPLIFIED, *TRADITIONAL, "OK", "一"]), st.sampled_from(sorted(BOMS)))
def test_a_mark_at_the_beginning_is_believed_and_dropped(text: str, encoding: str) -> None:
    assert decode(BOMS[encoding] + text.encode(encoding), "稿").text == text


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co"], exclude_characters="\u2028\u2029")
    )
)
def test_utf_8_is_read_as_it_stands_whatever_it_says(text: str) -> None:
    assert decode(text.encode(), "稿").text == text.removeprefix("\ufeff")


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(FileProblem):
        assert "\r" not in decode(data, "稿").text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\x0c"])
def test_every_kind_of_line_end_is_a_line_feed(end: str) -> None:
    assert decode(f"甲{end}乙".encode(), "稿").text == "甲\n乙"


def test_a_damaged_byte_is_said_and_does_not_change_the_encoding() -> None:
    data = "\n".join(SIMPLIFIED * 3).encode()
    decoded = decode(data[:100] + b"\xff" + data[101:], "稿")
    assert decoded.text.startswith("一年来，学校党支部")
    assert "坏字" in decoded.note


def test_a_file_cut_off_in_a_character_is_read() -> None:
    data = "".join(SIMPLIFIED * 3).encode()[:-1]
    assert decode(data, "稿").text.startswith("一年来，学校党支部")


def test_the_guessed_encoding_is_named(tmp_path: Path) -> None:
    source = read_one(tmp_path / "a.txt", "".join(SIMPLIFIED).encode("gbk"))
    assert source.text == "".join(SIMPLIFIED)
    assert len(source.notes) == 1
    assert "GBK" in source.notes[0]
    assert source.lines == ()


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\0\1\2\3" * 500, b"\x80\xfe\xff" * 300])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FileProblem):
        read_one(tmp_path / "a.txt", data)
