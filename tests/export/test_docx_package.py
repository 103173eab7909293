"""The .docx as a package: valid, readable by python-docx, with nothing but styles, the same bytes every time."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path
from xml.parsers import expat

import docx
import pytest
from docx.text.paragraph import Paragraph
from export_samples import LINE, body, document, parts, report, runs, table
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from drafter.document import Block, BlockKind, Document, Run
from drafter.errors import DrafterError
from drafter.export.docx import to_docx
from drafter.export.docx_package import Properties, packed
from drafter.export.layout import layout_ids
from drafter.export.layout_file import load_layout

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LAYOUT = load_layout("gb9704")
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
KINDS = st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.TABLE])


def _paragraphs(data: bytes) -> list[Paragraph]:
    return list(docx.Document(io.BytesIO(data)).paragraphs)


def _texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in _paragraphs(data)]


def _body(data: bytes) -> etree._Element:
    return etree.fromstring(parts(data)["word/document.xml"].encode())


@pytest.mark.parametrize("layout", layout_ids())
def test_the_validator_of_the_open_xml_format_finds_no_error(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(to_docx(report(), load_layout(layout)))
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, result.errors


def test_a_file_with_rare_characters_and_open_slots_everywhere_is_valid(tmp_path: Path) -> None:
    slot = Run("【待填：姓名】", "姓名", open=True)
    blocks = [
        Block(kind, (Run("朱镕华𠮷㐂<&>“\t”"), slot), 1, "一、")
        for kind in BlockKind
        if kind is not BlockKind.TABLE
    ]
    path = tmp_path / "rare.docx"
    path.write_bytes(to_docx(document([*blocks, table(), table()]), LAYOUT))
    result = OpenXmlValidator().validate(path)
    assert result.is_valid, result.errors


def test_python_docx_reads_back_the_same_text() -> None:
    sample = report()
    read = docx.Document(io.BytesIO(to_docx(sample, LAYOUT)))
    title, *others = [paragraph.text for paragraph in read.paragraphs]
    assert title.replace("\n", "") == sample.title
    attached = ["附件：1.党建工作台账", "2.党员教育培训情况统计表"]
    expected = [block.text for block in sample.blocks[1:] if block.kind is not BlockKind.ATTACHMENTS]
    expected[-2:-2] = attached
    assert others == expected
    cells = [[cell.text for cell in row.cells] for row in read.tables[0].rows]
    assert cells == [
        ["序号", "活动", "人数"],
        ["1", "主题党日", "【待填：参加人数】"],
        ["2", "学习研讨\n交流发言", ""],
    ]


def test_the_same_document_gives_the_same_bytes_at_any_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    data = to_docx(report(), LAYOUT)
    later = time.localtime(time.time() + 4 * 365 * 86400)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert to_docx(report(), LAYOUT) == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        moments = {(entry.date_time, entry.create_system) for entry in package.infolist()}
    assert moments == {((1980, 1, 1, 0, 0, 0), 0)}


def test_a_part_that_is_not_xml_never_leaves_the_program() -> None:
    with pytest.raises(expat.ExpatError):
        packed("<document>支委会\x01</document>", LAYOUT, (), Properties("", "", ""))


def test_the_page_has_the_margins_and_the_line_grid_of_the_layout() -> None:
    section = _body(to_docx(report(), LAYOUT))[0][-1]
    found = {
        etree.QName(each).localname: {
            etree.QName(name).localname: value for name, value in each.attrib.items()
        }
        for each in section
    }
    assert found["pgSz"] == {"w": "11906", "h": "16838"}
    edges = {"top": "2098", "left": "1587", "right": "1475", "bottom": "1984"}
    assert found["pgMar"] == {**edges, "header": "851", "footer": "1417", "gutter": "0"}
    # Any other grid is read differently by Word, WPS and LibreOffice.
    assert found["docGrid"] == {"type": "lines", "linePitch": "579"}


def test_letters_of_another_size_leave_the_grid_and_body_text_stays_on_it() -> None:
    styles = etree.fromstring(parts(to_docx(report(), LAYOUT))["word/styles.xml"].encode())
    off = {each.get(f"{W}styleId") for each in styles if each.find(f".//{W}snapToGrid") is not None}
    assert off == {"Title", "Caption", "TableHeader", "TableText", "Footer", "FooterEven"}


def test_every_line_outside_tables_and_footers_is_as_high_as_the_grid() -> None:
    styles = etree.fromstring(parts(to_docx(report(), LAYOUT))["word/styles.xml"].encode())
    heights = {
        style.get(f"{W}styleId"): (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule"))
        for style in styles
        if (spacing := style.find(f"{W}pPr/{W}spacing")) is not None
    }
    small = {"TableHeader", "TableText", "Footer", "FooterEven"}
    assert {rule for _, rule in heights.values()} == {"exact"}
    assert {identity for identity, (line, _) in heights.items() if line != "579"} == small
    assert {"Normal", "BodyText", "Title", "Date"} <= heights.keys() - small


def test_title_and_headings_are_whole_and_stay_with_what_follows() -> None:
    styles = {style.style_id: style for style in docx.Document(io.BytesIO(to_docx(report(), LAYOUT))).styles}
    for identity in ("Title", "Heading1", "Heading2", "Heading3", "Heading4"):
        look = styles[identity].paragraph_format
        assert (look.keep_with_next, look.keep_together) == (True, True)


def test_word_does_not_open_the_file_in_compatibility_mode() -> None:
    settings_part = etree.fromstring(parts(to_docx(report(), LAYOUT))["word/settings.xml"].encode())
    modes = {each.get(f"{W}name"): each.get(f"{W}val") for each in settings_part.iter(f"{W}compatSetting")}
    assert modes["compatibilityMode"] == "15"


def test_the_last_paragraph_keeps_the_signature_on_its_page() -> None:
    paragraphs = _paragraphs(to_docx(document([body("一"), body("二"), *report().blocks[-3:]]), LAYOUT))
    named = [paragraph.style.name for paragraph in paragraphs if paragraph.style is not None]
    assert named == ["Body Text", "正文末段", "附件说明首项", "附件说明次项", "Signature", "Date"]
    kept = [
        bool(paragraph.style and paragraph.style.paragraph_format.keep_with_next) for paragraph in paragraphs
    ]
    assert kept == [False, True, True, True, True, False]


def test_the_properties_hold_the_title_the_organisation_and_the_date_of_the_document() -> None:
    properties = docx.Document(io.BytesIO(to_docx(report(), LAYOUT))).core_properties
    assert properties.title == report().title
    assert properties.author == properties.last_modified_by == "中共翠湖中学支部委员会"
    assert properties.language == "zh-CN"
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.date().isoformat() == "2026-12-20"


@pytest.mark.parametrize(
    "date", ["【待填：成文日期】", "2026年2月30日", "0926年2月1日", "12026年2月1日", "年底"]
)
def test_a_date_that_is_none_leaves_the_moment_out(date: str) -> None:
    data = to_docx(document([body("正文"), Block(BlockKind.DATE, runs(date))]), LAYOUT)
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.created, properties.modified) == (None, None)


def test_a_very_long_title_or_signature_is_cut_in_the_properties_and_whole_on_the_page() -> None:
    title, name = "关于工作的报告" * 60, "党支部" * 100
    blocks = (Block(BlockKind.TITLE, runs(title)), Block(BlockKind.SIGNATURE, runs(name)))
    data = to_docx(Document(title, blocks), LAYOUT)
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.title, properties.author) == (title[:255], name[:255])
    assert _texts(data) == [title, name]


def test_every_style_used_is_defined_and_paragraphs_carry_nothing_else() -> None:
    data = to_docx(report(), LAYOUT)
    defined = set(re.findall(r'w:styleId="([^"]+)"', parts(data)["word/styles.xml"]))
    assert len(defined) == parts(data)["word/styles.xml"].count("w:styleId=")
    tree = _body(data)
    used = {
        each.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for each in tree.iter(f"{W}{tag}")
    }
    assert used <= defined
    placed = ("Signature", "Date")
    for properties in tree.iter(f"{W}pPr"):
        style, *direct = properties
        assert not direct or style.get(f"{W}val") in placed
    for properties in tree.iter(f"{W}rPr"):
        assert {child.tag for child in properties} <= {f"{W}rStyle", f"{W}rFonts"}
        assert all(list(each.keys()) == [f"{W}hint"] for each in properties.iter(f"{W}rFonts"))


def test_styles_that_follow_or_build_on_others_name_styles_that_exist() -> None:
    styles = parts(to_docx(report(), LAYOUT))["word/styles.xml"]
    defined = set(re.findall(r'w:styleId="([^"]+)"', styles))
    assert set(re.findall(r'<w:(?:basedOn|next) w:val="([^"]+)"', styles)) <= defined


def test_fields_are_balanced_and_every_part_has_a_content_type_and_is_referred_to() -> None:
    files = parts(to_docx(report(), LAYOUT))
    for name in ("word/footer1.xml", "word/footer2.xml"):
        marks = re.findall(r'fldCharType="(\w+)"', files[name])
        assert marks == ["begin", "separate", "end"]
    typed = set(re.findall(r'PartName="/([^"]+)"', files["[Content_Types].xml"]))
    assert typed == {name for name in files if not name.endswith(".rels") and name != "[Content_Types].xml"}
    targets = {
        f"word/{each}" for each in re.findall(r'Target="([^"]+)"', files["word/_rels/document.xml.rels"])
    }
    assert targets == {name for name in typed if name.startswith("word/") and name != "word/document.xml"}
    asked = set(re.findall(r'r:id="(\w+)"', files["word/document.xml"]))
    assert asked <= set(re.findall(r'Id="(\w+)"', files["word/_rels/document.xml.rels"]))


def test_headings_are_the_built_in_ones_so_that_the_navigation_pane_shows_them() -> None:
    paragraphs = _paragraphs(to_docx(report(), LAYOUT))
    named = {paragraph.text: paragraph.style for paragraph in paragraphs if paragraph.style is not None}
    expected = {"一、强化政治建设": 1, "（一）抓好理论武装": 2, "1.建立工作台账": 3, "（1）落实岗位责任": 4}
    for text, level in expected.items():
        style = named[text]
        assert style.name == f"Heading {level}"
        assert style.element.find(f".//{W}outlineLvl").get(f"{W}val") == str(level - 1)


def test_every_font_is_named_in_all_four_slots_and_no_theme_font_wins_over_it() -> None:
    styles = etree.fromstring(parts(to_docx(report(), LAYOUT))["word/styles.xml"].encode())
    found = [each.attrib for each in styles.iter(f"{W}rFonts")]
    assert len(found) > 15
    for fonts in found:
        assert set(fonts) == {f"{W}{slot}" for slot in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(set(fonts.values())) == 1


def test_an_open_slot_is_highlighted_and_filled_words_are_not() -> None:
    paragraph = next(each for each in _paragraphs(to_docx(report(), LAYOUT)) if "待填" in each.text)
    styled = {run.text: run.style.name for run in paragraph.runs}
    assert styled == {
        "召开支委会": "Default Paragraph Font",
        "【待填：支委会次数】": "待填",
        "次。": "Default Paragraph Font",
    }
    styles = parts(to_docx(report(), LAYOUT))["word/styles.xml"]
    assert re.search(r'w:styleId="OpenSlot">.*?w:fill="FFFF00".*?</w:style>', styles)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_run_in_heading_and_its_number_carry_the_style_of_their_level(level: int) -> None:
    block = Block(BlockKind.BODY, (Run("严肃组织生活。", run_in=True), Run("开好会议。")), level, "（二）")
    paragraph = _paragraphs(to_docx(document([block]), LAYOUT))[0]
    assert paragraph.style is not None
    assert paragraph.style.name == "Body Text"
    assert [(run.text, run.style.name) for run in paragraph.runs] == [
        ("（二）严肃组织生活。", f"段首标题 {level}"),
        ("开好会议。", "Default Paragraph Font"),
    ]


def test_quotes_and_dashes_ask_for_the_chinese_font() -> None:
    hinted = [
        "".join(text.text or "" for text in run.iter(f"{W}t"))
        for run in _body(to_docx(document([body("“三会一课”"), body("平常的话")]), LAYOUT)).iter(f"{W}r")
        if run.find(f".//{W}rFonts") is not None
    ]
    assert hinted == ["“三会一课”"]


def test_characters_the_font_lacks_take_a_font_that_has_them() -> None:
    blocks = [body("书记朱镕华、𠮷㐂二〇二六"), Block(BlockKind.HEADING, runs("翀"), 2, "（一）")]
    data = to_docx(document(blocks), LAYOUT)
    first, second = _paragraphs(data)
    assert [(run.text, run.style.style_id) for run in first.runs if run.style.style_id != "DefaultParagraphFont"] == [
        ("镕", "Wide_fangsong"), ("𠮷", "RareGlyphs"), ("㐂", "Wide_fangsong"), ("〇", "Wide_fangsong"),
    ]  # fmt: skip
    assert second.runs[-1].style.style_id == "Wide_kaiti"
    assert 'w:eastAsia="楷体"' in parts(data)["word/styles.xml"]
    assert "Wide_heiti" not in parts(data)["word/styles.xml"]


def test_a_rare_character_in_an_open_slot_has_its_font_and_stays_highlighted() -> None:
    slot = Run("【待填：镕𠮷】", "镕𠮷", open=True)
    data = to_docx(document([Block(BlockKind.BODY, (Run("书记"), slot))]), LAYOUT)
    styled = [(run.text, run.style) for run in _paragraphs(data)[0].runs]
    assert [(text, style.style_id) for text, style in styled] == [
        ("书记", "DefaultParagraphFont"), ("【待填：", "OpenSlot"), ("镕", "OpenSlot_Wide_fangsong"),
        ("𠮷", "OpenSlot_RareGlyphs"), ("】", "OpenSlot"),
    ]  # fmt: skip
    for (_, style), font in zip(styled[2:4], ("仿宋", "SimSun-ExtB"), strict=True):
        assert style.base_style.style_id == "OpenSlot"
        assert style.element.find(f".//{W}rFonts").get(f"{W}eastAsia") == font
        assert f'w:name="{font}"' in parts(data)["word/fontTable.xml"]


def test_a_blank_line_follows_the_title_whatever_comes_next() -> None:
    styles = {style.style_id: style for style in docx.Document(io.BytesIO(to_docx(report(), LAYOUT))).styles}
    gap = styles["Title"].paragraph_format.space_after
    assert gap.twips == LAYOUT.pitch
    # Between two paragraphs of a title there is none.
    assert styles["Title"].element.find(f".//{W}contextualSpacing") is not None
    assert all(styles[each].paragraph_format.space_before == 0 for each in ("Salutation", "BodyText"))


def test_odd_and_even_pages_have_footers_of_their_own() -> None:
    read = docx.Document(io.BytesIO(to_docx(report(), LAYOUT)))
    assert read.settings.odd_and_even_pages_header_footer
    section = read.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert odd.text == even.text == "— 1 —"
    assert (odd.style and odd.style.name, even.style and even.style.name) == ("Footer", "偶数页页码")


def test_a_paragraph_of_a_million_characters_is_cut_at_ends_of_sentences() -> None:
    text = (LINE + "。") * 40_000
    texts = _texts(to_docx(document([Block(BlockKind.BODY, runs(text), 0)]), LAYOUT))
    assert "".join(texts) == text
    assert len(texts) > 50
    assert max(map(len, texts)) <= 20_000
    assert all(each.endswith("。") for each in texts)


def test_a_long_paragraph_without_any_sentence_end_is_cut_where_it_must() -> None:
    blocks = [Block(BlockKind.BODY, (Run("甲" * 15_000), Run("乙" * 45_000)))]
    texts = _texts(to_docx(document(blocks), LAYOUT))
    assert "".join(texts) == "甲" * 15_000 + "乙" * 45_000
    assert max(map(len, texts)) <= 20_000


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(KINDS, ANY_TEXT, st.booleans(), st.integers(0, 4)), max_size=5),
    st.lists(st.lists(ANY_TEXT, max_size=4), max_size=3),
    ANY_TEXT,
)
def test_any_text_at_all_becomes_a_package_that_opens(
    blocks: list[tuple[BlockKind, str, bool, int]], cells: list[list[str]], title: str
) -> None:
    rows = tuple(tuple(runs(cell) for cell in row) for row in cells)
    made = [
        Block(
            kind,
            (Run(text, open=flag, run_in=bool(level)), Run(text)),
            level,
            text[:2],
            rows=((runs(text),),),
        )
        for kind, text, flag, level in blocks
    ]
    made.append(Block(BlockKind.TABLE, runs(title), rows=rows, header=True))
    data = to_docx(Document(title, tuple(made)), LAYOUT)
    for name, text in parts(data).items():
        assert len(etree.fromstring(text.encode())) or name == "docProps/app.xml"
    docx.Document(io.BytesIO(data))


def test_a_dead_clock_is_one_message_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(0))
    with pytest.raises(DrafterError) as caught:
        to_docx(report(), LAYOUT)
    assert "校准" in str(caught.value)
