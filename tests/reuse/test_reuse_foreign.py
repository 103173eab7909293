"""Reports of other people: nothing is lost or invented, figures become slots, old words are told."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from drafter.bank.library import Bank, load_bank
from drafter.check import load_rules
from drafter.compose import compose
from drafter.draft import Draft, Table
from drafter.filling import LAST_YEAR
from drafter.mine.clean import clean
from drafter.mine.read import read
from drafter.mine.structure import headings
from drafter.outline import load_outlines
from drafter.reuse.new_year import DATED_PHRASE, DATED_TERM, OLD_YEAR, Turned, turned
from drafter.reuse.reading import read_report
from drafter.reuse.whole import Rebuilt, rebuild
from drafter.reuse.wording import normal

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
NO_SEEDS = "the seed texts are not beside this checkout (../shared/seeds): foreign reports not checked"
_MARKS = re.compile(r"[\s（()）、.．。：:；;，,！!？?　]")

OLD = """关于2025年安全工作情况的报告

示例县教育局：
　　2025年，我校共有教职工128人，开展安全检查12次，整改隐患35处，投入资金3.5万元，合格率98.5%。现将情况报告如下。
　　一、主要做法
　　（一）落实责任。与各班签订责任书46份。2025年3月8日召开专题会议，部署年度工作。
　　（二）加强教育。认真执行“三会一课”制度，开展“五个一”活动，组织演练4次。
　　二、下一步打算
　　2026年，我校将继续抓好安全工作，总结2024年以来的经验。
　　特此报告。

　　附件：1.2025年安全检查记录
　　　　　2.隐患整改台账

　　　　　　　　　　　　　　　　　　　　　　示例小学
　　　　　　　　　　　　　　　　　　　　　　2025年12月20日
"""


@cache
def bank() -> Bank:
    return load_bank()


def rebuilt(path: Path, number: int | None = None) -> Rebuilt:
    return rebuild(read_report(path, number).paper, bank(), load_outlines())


def new(text: str, folder: Path, year: int = 2026, *, keep: bool = False) -> Turned:
    path = folder / "old.txt"
    path.write_text(text, encoding="utf-8")
    return turned(rebuilt(path), bank(), load_rules(), year, keep_values=keep)


def all_text(draft: Draft) -> str:
    texts = [draft.title, draft.addressee]
    for section in draft.sections:
        texts += [section.heading, *(paragraph.text for paragraph in section.paragraphs)]
    return "\n".join([*texts, *draft.attachments, draft.signature, draft.date])


def printed(draft: Draft) -> str:
    document = compose(draft, bank().vocabulary)
    return "\n".join("".join(run.text for run in block.all_runs()) for block in document.blocks)


def test_the_fields_of_an_official_report_are_recovered(tmp_path: Path) -> None:
    draft = new(OLD, tmp_path, keep=True).draft
    assert printed(draft).split("\n")[:2] == ["关于2025年安全工作情况的报告", "示例县教育局："]
    assert [(s.level, s.heading, s.run_in) for s in draft.sections] == [
        (0, "", False), (1, "主要做法", False), (2, "落实责任", True), (2, "加强教育", True), (1, "下一步打算", False),
    ]  # fmt: skip
    assert len(draft.attachments) == 2
    assert draft.signature == "{{ 单位名称 }}"
    assert draft.date == "{{ 成文日期 }}"
    assert (draft.facts["单位名称"], draft.facts["成文日期"]) == ("示例小学", "2025年12月20日")


def test_figures_dates_and_years_become_open_slots_with_the_old_value_beside(tmp_path: Path) -> None:
    done = new(OLD, tmp_path)
    text, before = all_text(done.draft), done.draft.extra[LAST_YEAR]
    for figure in ("128", "12", "35", "3.5万元", "98.5%", "46", "2025年3月8日", "4", "2025年", "2026年"):
        assert figure in before.values(), figure
        assert not re.search(rf"(?<![0-9.]){re.escape(figure)}", text), figure
    assert before["总结期间"] == "2025年"
    assert set(done.draft.facts) == {"单位名称"} | set(done.kept)
    assert set(done.to_fill) == set(before)


def test_a_fact_of_the_bank_names_only_what_it_counts(tmp_path: Path) -> None:
    old = (
        "示例镇2025年党建工作总结\n一、组织建设\n全镇现有党支部23个、党员486名，全年发展党员9名，开展主题党日活动12次。\n"
        "二、服务群众\n走访企业58家，解决问题132个，培训教师3600人次。\n"
    )
    draft = new(old, tmp_path, keep=True).draft
    own = [paragraph.facts for section in draft.sections for paragraph in section.paragraphs]
    names = {value: name for facts in (draft.facts, *own) for name, value in facts.items()}
    assert names["486"] == "党员总数"
    assert "发展党员" in names["9"]
    for value, words in {
        "23": "党支部",
        "12": "活动",
        "58": "企业",
        "132": "问题",
        "3600": "培训教师",
    }.items():
        assert words in names[value]
    assert not {"学生活动次数", "独立党支部数", "规上企业数", "作风问题数", "教研教师人次"} & set(
        names.values()
    )


def test_ways_of_speaking_stay_words(tmp_path: Path) -> None:
    text = all_text(new(OLD, tmp_path).draft)
    assert "“三会一课”制度，开展“五个一”活动" in text
    assert "总结2024年以来的经验" in text


def test_kept_values_print_the_old_report_again(tmp_path: Path) -> None:
    draft = new(OLD, tmp_path, keep=True).draft
    want = [line.strip("\u3000 ") for line in OLD.split("\n") if line.strip("\u3000 ")]
    want = [re.sub(r"^(?:[一二]、|（[一二]）|附件：1\.|2\.)", "", line) for line in want]
    # Attachments stand in one block.
    assert printed(draft).replace("\n", "") == "".join(want)


def test_old_words_and_years_are_told_and_never_changed(tmp_path: Path) -> None:
    dated = next(
        p
        for p in bank().phrases
        if p.stale(2026) and p.successor and p.unit == "sentence" and "{" not in p.text
    )
    text = OLD.replace(
        "　　特此报告。", f"　　{dated.text}扎实开展党史学习教育。在《2025—2026年工作方案》指导下工作。"
    )
    done = new(text, tmp_path, year=2027)
    kinds = {remark.kind for remark in done.remarks}
    assert kinds == {DATED_PHRASE, OLD_YEAR} or kinds == {DATED_PHRASE, DATED_TERM, OLD_YEAR}
    assert dated.text in all_text(done.draft)
    told = next(remark for remark in done.remarks if remark.kind == DATED_PHRASE)
    assert bank().current(dated, 2027).text in told.instead
    place = told.place
    assert place.section is not None
    assert place.paragraph is not None
    comments = done.draft.sections[place.section].paragraphs[place.paragraph].comments
    assert any("请核对" in comment and dated.text[:10] in comment for comment in comments)


def test_a_dated_term_in_own_words_is_told_with_its_place(tmp_path: Path) -> None:
    done = new(OLD.replace("签订责任书46份", "扎实开展党史学习教育"), tmp_path)
    assert [r.kind for r in done.remarks if "党史学习教育" in r.what] == [DATED_TERM]


def test_braces_of_an_old_report_open_no_slot(tmp_path: Path) -> None:
    draft = new(OLD.replace("特此报告", "特此{{ 报告 }}{% if %}"), tmp_path, keep=True).draft
    assert "报告" not in draft.facts
    assert "{ {" in printed(draft)


def test_a_table_in_markdown_keeps_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "old.md"
    path.write_text(
        "# 2025年工作总结\n\n## 一、情况\n\n情况见下表。\n\n| 项目 | 次数 |\n| --- | --- |\n| 演练 | 4 |\n| 检查 |  |\n",
        "utf-8",
    )
    draft = rebuilt(path).draft
    tables = [p.table for s in draft.sections for p in s.paragraphs if p.table]
    assert len(tables) == 1
    assert isinstance(tables[0], Table)
    assert tables[0].rows[0] == ("项目", "次数")
    assert tables[0].rows[2] == ("检查", "")
    assert "4" in draft.facts.values()


def seeds() -> list[tuple[Path, int]]:
    files = sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []
    return [(path, n) for path in files for source in read(path) for n, _ in enumerate(clean(source), 1)]


@pytest.mark.parametrize(
    ("path", "number"), seeds() or [pytest.param(None, 0, marks=pytest.mark.skip(reason=NO_SEEDS))]
)
def test_a_foreign_report_loses_nothing_but_its_heading_numbers(path: Path, number: int) -> None:
    [source] = read(path)
    document = clean(source)[number - 1]
    body = document.body.text
    for heading in sorted(headings(document), key=lambda each: -each.start):
        words = re.match("[一二三四五六七八九十第首其再最]", heading.number) and not heading.number.endswith(
            ("、", ".")
        )
        if not heading.item and not heading.implicit and not words:
            body = body[: heading.start] + body[heading.title_start :]
    paper = read_report(path, number).paper
    whole = body if paper.title and normal(body).startswith(paper.title) else paper.title + body
    draft = turned(rebuilt(path, number), bank(), load_rules(), 2026, keep_values=True).draft
    assert _MARKS.sub("", printed(draft)) == _MARKS.sub("", normal(whole))
