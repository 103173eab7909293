"""The engine: places, guards, hidden stretches, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.check import Severity, apply_fixes, check_document, check_passages, check_text, load_rules
from drafter.check.view import HIDDEN, Passage, View, report_year
from drafter.document import Block, BlockKind, Document, Place, Run

RULES = load_rules()
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

CLEAN = """2026年，学校党支部坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻党的二十大和二十届历次全会精神。
一、强化理论武装，筑牢思想根基
（一）抓实“第一议题”。全年组织集中学习24次，专题研讨6次，书记讲党课4次。
深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、做到“两个维护”。
坚持马克思列宁主义、毛泽东思想、邓小平理论、“三个代表”重要思想、科学发展观，全面贯彻习近平新时代中国特色社会主义思想。
增强政治意识、大局意识、核心意识、看齐意识，坚定道路自信、理论自信、制度自信、文化自信。
坚定文化自信，展现制度自信；树立大局意识、责任意识和服务意识。
严格落实“三会一课”制度，召开支部党员大会4次、支部委员会会议12次、党小组会12次，按时上好党课。
驰而不息纠治“四风”，坚决反对形式主义、官僚主义、享乐主义和奢靡之风，整治形式主义为基层减负。
深入贯彻落实中央八项规定及其实施细则精神，推动学习教育常态化长效化。
1.开展党员志愿服务36次，参与党员320人次；2.结对帮扶学生18名。
应到党员36人，实到34人，到会率94.4%。
党员由20名增加到25名，增长25%；其中女党员12名、少数民族党员3名。
2026年11月20日（星期五）召开组织生活会，8:30开始，比分为1:3的足球赛同日举行。
根据《关于印发〈实施方案〉的通知》（教党〔2026〕12号）要求，学习《中国共产党章程》《中国共产党纪律处分条例》。
开展4×100米接力、“我为群众办实事”等活动，完成清单等级评定，等待上级验收。
近十年来，学校办学条件显著改善；近30年来，毕业生遍布全国。
他说：“‘三会一课’制度要坚持。”大家深受教育……
草原那么辽阔，还原那么多历史场景，取得实实在在的成效。
截至2026年10月，报名截止时间未到，其他工作有序推进。
与会人员领学习近平总书记重要讲话，清华大学习近平新时代中国特色社会主义思想研究院专家作辅导。
党的十八大以来，党的十九大精神深入人心，“十三五”期间学校面貌发生很大变化。
1）抓学习；2）抓落实；a）建台账；b）补短板。
投诉量下降三分之二，每村补助3万～5万元，增长5%—8%。"""


@pytest.mark.parametrize("line", CLEAN.split("\n"))
def test_correct_official_prose_has_no_finding(line: str) -> None:
    assert [(f.rule, f.excerpt) for f in check_text(line, RULES, year=2026)] == []


def test_correct_official_prose_as_a_whole_has_no_finding() -> None:
    assert [(f.rule, f.excerpt) for f in check_text(CLEAN, RULES, year=2026)] == []


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "第一行。\n第二行,有误。"
    (finding,) = check_text(text, RULES)
    assert text[finding.start : finding.end] == ","
    assert finding.block == 1


def test_one_paragraph_alone_gives_the_findings_it_has_in_its_text() -> None:
    line = "落实3会1课制度,召开会议12次。"
    alone = [(f.rule, f.start) for f in check_text(line, RULES)]
    within = check_passages((Passage("前一段。", block=0), Passage(line, block=1)), RULES)
    assert [(f.rule, f.start) for f in within] == alone
    assert len(alone) == 2


def test_a_match_never_runs_over_the_end_of_a_paragraph() -> None:
    assert check_text("召开会议12次\n、等待验收。", RULES) == ()


def test_a_quotation_that_opens_every_paragraph_and_closes_the_last_is_legal() -> None:
    # GB/T 15834-2011 4.8.3.5
    assert check_text("他说：“第一段。\n“第二段。\n“第三段。”", RULES) == ()


def test_a_quotation_closed_a_few_paragraphs_later_is_legal_and_one_never_closed_is_not() -> None:
    assert check_text("他说：“第一段。\n\n第二段。”", RULES) == ()
    assert [f.rule for f in check_text("他说：“第一段。\n\n第二段。", RULES)] == ["PUN-05"]


def test_a_mark_that_does_not_pair_is_reported_where_it_stands() -> None:
    text = "增强“四个意识”，坚定“四个自信，做到“两个维护”。"
    findings = [f for f in check_text(text, RULES) if f.rule == "PUN-05"]
    assert [f.start for f in findings] == [text.index("“四个自信")]


def test_the_same_wording_is_current_or_stale_by_the_year_of_the_report() -> None:
    text = "深入学习贯彻党的十九大精神。"
    assert check_text(text, RULES, year=2019) == ()
    assert [f.rule for f in check_text(text, RULES, year=2026)] == ["ERA-01"]
    assert check_text(text, RULES) == ()


def test_open_slots_of_a_document_are_hidden_from_the_rules() -> None:
    runs = (Run("召开会议"), Run("【待填：支委会次数】", fact="支委会次数", open=True), Run("次。"))
    document = Document("", (Block(BlockKind.BODY, runs, place=Place("text", 0, 0)),))
    assert check_document(document, RULES) == ()
    typed = Document("", (Block(BlockKind.BODY, (Run("召开会议【待填：支委会次数】次。"),)),))
    assert [f.rule for f in check_document(typed, RULES)] == ["SLT-02"]


def test_findings_in_a_table_name_the_block_and_the_cell() -> None:
    rows = (((Run("项目"),), (Run("次数"),)), ((Run("党课"),), (Run("20xx年"),)))
    table = Block(BlockKind.TABLE, (Run("统计表"),), place=Place("table", 1, 2), rows=rows, header=True)
    (finding,) = check_document(Document("", (table,)), RULES)
    assert (finding.rule, finding.block, finding.cell) == ("SLT-01", 0, 3)
    assert finding.place == Place("table", 1, 2)


def test_a_stop_is_wrong_after_a_heading_and_right_after_a_sentence() -> None:
    heading = Block(BlockKind.HEADING, (Run("强化学习。"),), 1, "一、", Place("heading", 0))
    body = Block(BlockKind.BODY, (Run("强化学习。"),), place=Place("text", 0, 0))
    (finding,) = check_document(Document("", (heading, body)), RULES)
    assert (finding.rule, finding.block, finding.start) == ("OUT-12", 0, 6)


def test_a_fix_keeps_what_was_hidden_in_it() -> None:
    text = '落实"{{ 制度 }}工作"要求'
    view = '落实"' + HIDDEN * 8 + '工作"要求'
    (finding,) = check_passages((Passage(text, view=view),), RULES)
    assert apply_fixes(text, [finding]) == "落实“{{ 制度 }}工作”要求"


def test_of_two_overlapping_fixes_only_the_first_is_applied() -> None:
    from dataclasses import replace

    (finding,) = check_text("会议,结束", RULES)
    other = replace(finding, start=finding.start, end=finding.end + 1, fix="、")
    assert apply_fixes("会议,结束", [finding, other]) == "会议，结束"


def test_a_fix_that_is_not_safe_is_applied_only_when_asked() -> None:
    text = "管理和效劳水平提高"
    findings = check_text(text, RULES)
    assert apply_fixes(text, findings) == text
    assert apply_fixes(text, findings, safe_only=False) == "管理和服务水平提高"


@pytest.mark.parametrize(
    ("lines", "scopes", "year"),
    [
        (["2026年工作总结", "正文提到2019年。"], ["body", "body"], 2026),
        (["工作总结", "一年来，工作有序。", "2025年12月20日"], ["body"] * 3, 2025),
        (["工作总结", "正文提到2019年的事。"], ["body", "body"], None),
        (["2026年度总结", "2019年"], ["title", "body"], 2026),
    ],
)
def test_the_year_of_a_report_comes_from_its_title_or_date(
    lines: list[str], scopes: list[str], year: int | None
) -> None:
    assert report_year([Passage(t, s) for t, s in zip(lines, scopes, strict=True)]) == year


MARKS = "“”‘’《》（）()，,。.、；:“三会一课”20xx年3月5号等…——-～%0123456789一二三四五 \n\t效劳意识政治大局核心看齐和那么原截止"


@given(st.text(st.sampled_from(MARKS) | st.characters(), max_size=200), st.sampled_from([None, 2012, 2026]))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_checked_and_every_finding_lies_inside_it(text: str, year: int | None) -> None:
    findings = check_text(text, RULES, year=year)
    for finding in findings:
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.severity in Severity
        assert "{" not in finding.message.replace(text, "") or "{" in text
    json.dumps([f.message for f in findings], ensure_ascii=True)


def test_a_sentence_is_cut_at_stops_and_never_longer_than_its_reach() -> None:
    view = View((Passage("前句。这里是中句；后句" + "长" * 1000),), None)
    assert view.sentence(5) == "这里是中句"
    assert len(view.sentence(500)) <= 400


def test_the_seeds_show_the_faults_that_were_counted_in_them_by_hand() -> None:
    # checks-catalogue.md section 0.2: 38 masks, 16 residues of sites and 2 of 则→那么 in the five seeds.
    if not SEEDS.exists():
        pytest.skip("没有 shared/seeds，未核对种子文本中的问题数")
    counts: dict[str, int] = {}
    for path in sorted(SEEDS.glob("*.txt")):
        for finding in check_text(path.read_text("utf-8"), RULES):
            counts[finding.rule] = counts.get(finding.rule, 0) + 1
    assert counts["WSH-01"] == 2
    assert counts["SLT-01"] >= 30
    assert counts["SLT-03"] >= 16
    assert counts["WSH-02"] >= 9
    assert counts["PUN-01"] > 1000
