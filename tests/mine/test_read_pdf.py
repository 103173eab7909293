"""PDF: the lines of a page become paragraphs again; scans and locked files are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from read_samples import pdf_bytes, read_one, shown

from drafter.errors import FileProblem

EM = 16.0
LEFT, RIGHT = 88, 504
FULL = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄"
INDENTED = FULL[:24]
Placed = tuple[float, float, str]


def lines(*texts: tuple[str, str], top: float = 750) -> list[Placed]:
    """Lines one below the other: p begins a paragraph, c continues it, m is centred, f stands at the foot."""
    placed: list[Placed] = []
    for index, (kind, text) in enumerate(texts):
        x = {"p": LEFT + 2 * EM, "c": LEFT, "m": (595 - EM * len(text)) / 2, "f": 280}[kind]
        placed.append((x, 60 if kind == "f" else top - 29 * index, text))
    return placed


def test_wrapped_lines_become_paragraphs_across_pages(tmp_path: Path) -> None:
    pages = [
        lines(
            ("m", "示例小学总结"),
            ("p", INDENTED),
            ("c", FULL),
            ("c", "到此为止。"),
            ("p", INDENTED),
            ("f", "— 1 —"),
        ),
        lines(
            ("c", FULL), ("c", "接着说完。"), ("p", "短段。"), ("p", INDENTED), ("c", "末。"), ("f", "— 2 —")
        ),
    ]
    assert shown(read_one(tmp_path / "a.pdf", pdf_bytes(pages))) == [
        "示例小学总结",
        INDENTED + FULL + "到此为止。",
        INDENTED + FULL + "接着说完。",
        "短段。",
        INDENTED + "末。",
    ]


@pytest.mark.parametrize("number", ["— {} —", "{}", "第 {} 页 共 9 页", "- {} -", "{}/9"])
def test_page_numbers_go(tmp_path: Path, number: str) -> None:
    first = {1: "甲", 2: "乙", 3: "丙"}
    pages = [
        lines(("p", sign + INDENTED[1:]), ("c", sign + "完。"), ("f", number.format(page)))
        for page, sign in first.items()
    ]
    read = shown(read_one(tmp_path / "a.pdf", pdf_bytes(pages)))
    assert read == [f"{sign}{INDENTED[1:]}{sign}完。" for sign in first.values()]


def test_running_heads_go_and_a_repeated_line_in_the_text_stays(tmp_path: Path) -> None:
    pages = [
        lines(
            ("m", "示例县教育局文件"),
            ("p", f"第{page}段" + INDENTED[3:]),
            ("c", "同样的话。"),
            ("p", "完。"),
            ("p", "另。"),
        )
        for page in "一二三四"
    ]
    read = shown(read_one(tmp_path / "a.pdf", pdf_bytes(pages)))
    assert "示例县教育局文件" not in read
    assert sum("同样的话。" in line for line in read) == 4


def test_a_number_at_the_edge_that_is_no_page_number_stays(tmp_path: Path) -> None:
    pages = [lines(("p", INDENTED), ("c", "全年投入资金300万元"))]
    assert shown(read_one(tmp_path / "a.pdf", pdf_bytes(pages))) == [INDENTED + "全年投入资金300万元"]


def test_a_line_below_a_gap_begins_a_paragraph(tmp_path: Path) -> None:
    placed: list[Placed] = [(LEFT, 700 - 20 * index, sign + FULL[1:]) for index, sign in enumerate("一二三")]
    placed += [(LEFT, 600, FULL), (LEFT, 580, "完。")]
    assert shown(read_one(tmp_path / "a.pdf", pdf_bytes([placed]))) == [
        "".join(sign + FULL[1:] for sign in "一二三"),
        FULL + "完。",
    ]


def test_pieces_side_by_side_are_cells(tmp_path: Path) -> None:
    row: list[Placed] = [(LEFT, 500, "党课"), (250, 500, "6次"), (400, 500, "校长主讲")]
    source = read_one(tmp_path / "a.pdf", pdf_bytes([[*lines(("p", INDENTED), ("c", "见表。")), *row]]))
    assert shown(source) == [INDENTED + "见表。", "党课", "6次", "校长主讲"]
    assert [line.kind for line in source.lines] == ["paragraph", "cell", "cell", "cell"]


def test_a_page_of_short_lines_only_is_not_run_together(tmp_path: Path) -> None:
    placed = lines(("c", "一.总体情况"), ("c", "二.主要做法"), ("c", "三.存在问题"))
    read = shown(read_one(tmp_path / "a.pdf", pdf_bytes([placed])))
    assert read == ["一.总体情况", "二.主要做法", "三.存在问题"]


@pytest.mark.parametrize("label", ["一、", "（一）", "1.", "第三条"])
def test_a_number_that_a_tab_parts_from_its_text_is_no_cell(tmp_path: Path, label: str) -> None:
    placed: list[Placed] = [
        (LEFT, 700, label),
        (LEFT + 5 * EM, 700, "总体情况"),
        *lines(("p", INDENTED), ("c", FULL), top=600),
    ]
    source = read_one(tmp_path / "a.pdf", pdf_bytes([placed]))
    assert shown(source)[0] == label + "总体情况"
    assert {line.kind for line in source.lines} == {"paragraph"}


def test_a_page_without_text_is_called_a_scan(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="扫描件") as caught:
        read_one(tmp_path / "a.pdf", pdf_bytes([[], [], []]))
    assert "OCR" in caught.value.faults[0].todo


def test_stamps_on_the_pages_of_a_scan_do_not_make_it_text(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="扫描件"):
        read_one(tmp_path / "a.pdf", pdf_bytes([[(280, 60, f"— {page} —")] for page in range(1, 9)]))


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 5000, pdf_bytes([lines(("p", INDENTED))])[:300]]
)
def test_a_damaged_file_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FileProblem, match=r"损坏|扫描件"):
        read_one(tmp_path / "a.pdf", data)


def test_a_locked_file_is_named(tmp_path: Path) -> None:
    # /V 1 /R 2 with keys that no password gives.
    data = pdf_bytes([lines(("p", INDENTED))]).replace(
        b"trailer<<",
        b"trailer<</ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]/Encrypt<</Filter/Standard/V 1"
        b"/R 2/P -4/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">>>",
    )
    with pytest.raises(FileProblem, match="密码"):
        read_one(tmp_path / "a.pdf", data)
