"""Reading .docx for mining: everything Word and WPS put between the words."""

from __future__ import annotations

from pathlib import Path

import docx
from read_samples import (
    docx_bytes,
    numbered,
    packed,
    paragraph,
    part,
    read_body,
    read_one,
    run,
    shown,
)

HEADING_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="标题 2"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="单位小标题"/><w:basedOn w:val="three"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="three"><w:name w:val="三级"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="粗"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="h"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    between = mark.format("separate") + result if result else ""
    return mark.format("begin") + instruction + between + mark.format("end")


def styled(style: str, text: str, more: str = "") -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_a_document_of_python_docx_is_read_with_its_headings_and_cells(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("一、总体情况", level=1)
    made.add_paragraph("第一段。")
    table = made.add_table(rows=2, cols=2)
    for index, text in enumerate(("项目", "次数", "党课", "6")):
        table.cell(index // 2, index % 2).text = text
    made.add_paragraph("最后一段。")
    made.save(str(tmp_path / "a.docx"))
    source = read_one(tmp_path / "b.docx", (tmp_path / "a.docx").read_bytes())
    assert shown(source) == ["一、总体情况", "第一段。", "项目", "次数", "党课", "6", "最后一段。"]
    kept = [line for line in source.lines if line.end > line.start]
    assert [line.level for line in kept] == [1, 0, 0, 0, 0, 0, 0]
    assert [line.kind for line in kept] == ["paragraph"] * 2 + ["cell"] * 4 + ["paragraph"]
    assert [line.cell for line in kept[2:6]] == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]


def test_lines_lie_in_the_text_and_join_to_it(tmp_path: Path) -> None:
    source = read_body(tmp_path, paragraph("甲") + paragraph() + paragraph("乙"))
    assert source.text == "甲\n\n乙"
    assert "\n".join(source.text[line.start : line.end] for line in source.lines) == source.text


def test_insertions_are_kept_and_deletions_and_moves_away_are_not(tmp_path: Path) -> None:
    body = (
        "<w:p><w:ins>" + run("增") + "</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:moveFrom>" + run("走") + "</w:moveFrom><w:moveTo>" + run("来") + "</w:moveTo></w:p>"
    )
    source = read_body(tmp_path, body)
    assert source.text == "增来"
    assert source.notes == ("修订按“全部接受”读入",)


def test_a_paragraph_whose_mark_was_deleted_runs_on_into_the_next(tmp_path: Path) -> None:
    body = paragraph("开头", "<w:rPr><w:del/></w:rPr>") + paragraph("后半句。") + paragraph("下一段")
    assert shown(read_body(tmp_path, body)) == ["开头后半句。", "下一段"]


def test_a_deleted_table_row_is_gone(tmp_path: Path) -> None:
    row = "<w:tr>{}<w:tc>" + "{}</w:tc></w:tr>"
    body = (
        "<w:tbl>"
        + row.format("<w:trPr><w:del/></w:trPr>", paragraph("删"))
        + row.format("", paragraph("留"))
        + "</w:tbl>"
    )
    assert shown(read_body(tmp_path, body)) == ["留"]


def test_content_controls_smart_tags_and_links_are_transparent(tmp_path: Path) -> None:
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('整段')}</w:sdtContent></w:sdt>"
        f"<w:p><w:sdt><w:sdtContent>{run('行内')}</w:sdtContent></w:sdt>"
        f"<w:smartTag>{run('标记')}</w:smartTag><w:hyperlink>{run('链接')}</w:hyperlink></w:p>"
    )
    assert shown(read_body(tmp_path, body)) == ["整段", "行内标记链接"]


def test_the_prompt_of_an_empty_content_control_is_not_text(tmp_path: Path) -> None:
    control = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处')}</w:sdtContent></w:sdt>"
    )
    assert read_body(tmp_path, f"<w:p>{run('甲')}{control}</w:p>").text == "甲"


def test_of_fields_only_the_results_are_read(tmp_path: Path) -> None:
    nested = field("IF " + "x", run("结果"))
    inner = field("IF </w:instrText></w:r>" + field("REF a", run("条件")) + "<w:r><w:instrText>", run("真"))
    simple = f'<w:fldSimple w:instr="DATE">{run("五月")}</w:fldSimple>'
    assert read_body(tmp_path, f"<w:p>{nested}{inner}{simple}</w:p>").text == "结果真五月"


def test_a_circled_number_drawn_by_a_field_is_read(tmp_path: Path) -> None:
    circled = field(r"eq \o\ac(○,2)", "")
    body = f"<w:p>{circled}{run('抓落实')}</w:p>"
    assert read_body(tmp_path, body).text == "②抓落实"


def test_a_table_of_contents_is_left_out_and_said(tmp_path: Path) -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        f'<w:p>{mark.format("begin")}<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>{mark.format("separate")}'
        f"{run('一、甲')}</w:p><w:p>{run('二、乙')}{mark.format('end')}</w:p>"
        + styled("toc", "三、丙1")
        + paragraph("正文")
    )
    source = read_body(tmp_path, body, styles=HEADING_STYLES)
    assert shown(source) == ["正文"]
    assert source.notes == ("自动目录没有读入",)


def test_a_table_of_contents_that_never_ends_swallows_nothing(tmp_path: Path) -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        f"<w:p>{mark.format('begin')}<w:r><w:instrText>TOC</w:instrText></w:r>{mark.format('separate')}</w:p>"
        + paragraph("正文")
    )
    assert shown(read_body(tmp_path, body)) == ["正文"]


def test_a_text_box_is_read_once_behind_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框中')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{run('框前')}<w:r>{both}</w:r>{run('框后')}</w:p>" + paragraph("下一段")
    assert shown(read_body(tmp_path, body)) == ["框前框后", "框中", "下一段"]


def test_a_fallback_without_a_choice_is_read(tmp_path: Path) -> None:
    body = f"<w:p><mc:AlternateContent><mc:Fallback>{run('旧')}</mc:Fallback></mc:AlternateContent></w:p>"
    assert read_body(tmp_path, body).text == "旧"


def test_hidden_text_is_left_out_and_counted(tmp_path: Path) -> None:
    body = (
        "<w:p>"
        + run("看得见")
        + run("看不见", "<w:vanish/>")
        + run("也不见", '<w:rStyle w:val="h"/>')
        + run("又见", '<w:vanish w:val="0"/>')
        + "</w:p>"
    )
    source = read_body(tmp_path, body, styles=HEADING_STYLES)
    assert source.text == "看得见又见"
    assert source.notes == ("隐藏文字没有读入（6字）",)


def test_levels_come_from_the_paragraph_then_the_style_chain_then_its_name(tmp_path: Path) -> None:
    body = (
        styled("1", "一级")
        + styled("x", "二级")
        + styled("mine", "三级")
        + styled("1", "改为四级", '<w:outlineLvl w:val="3"/>')
        + styled("1", "改为正文", '<w:outlineLvl w:val="9"/>')
        + paragraph("正文")
    )
    source = read_body(tmp_path, body, styles=HEADING_STYLES)
    assert [line.level for line in source.lines] == [1, 2, 3, 4, 0, 0]


def test_styles_based_on_one_another_in_a_ring_end(tmp_path: Path) -> None:
    ring = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("p", "q"), ("q", "p"))
    )
    assert [line.level for line in read_body(tmp_path, styled("p", "甲"), styles=ring).lines] == [0]


def test_bold_means_bold_throughout(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('全', '<w:b/>')}{run('粗', '<w:b/>')}{run('  ')}</w:p>"
        f"<w:p>{run('半', '<w:b/>')}{run('粗')}</w:p>"
        + styled("b", "样式粗")
        + styled("b", run("取消", '<w:b w:val="0"/>'))
        + paragraph()
    )
    source = read_body(tmp_path, body, styles=HEADING_STYLES)
    assert [line.bold for line in source.lines] == [True, False, True, False, False]


def test_soft_line_ends_part_lines_and_page_breaks_do_not(tmp_path: Path) -> None:
    body = f'<w:p>{run("甲")}<w:r><w:br/></w:r>{run("乙")}<w:r><w:br w:type="page"/></w:r>{run("丙")}</w:p>'
    assert shown(read_body(tmp_path, body)) == ["甲", "乙丙"]


def test_tabs_hyphens_ruby_and_formulas_give_their_text(tmp_path: Path) -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('pīn')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>"
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/></w:r>"
        f"{ruby}<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"
    )
    assert read_body(tmp_path, body).text == "甲\t乙-拼x"


def test_notes_comments_and_embedded_files_are_said(tmp_path: Path) -> None:
    body = f"<w:p>{run('甲')}<w:r><w:footnoteReference/></w:r><w:r><w:commentReference/></w:r></w:p><w:altChunk/>"
    source = read_body(tmp_path, body)
    assert source.notes == ("嵌入的其他文件没有读入", "批注没有读入", "脚注和尾注没有读入")


def test_the_title_is_the_paragraph_in_the_style_of_titles(tmp_path: Path) -> None:
    body = styled("t", "示例小学工作总结") + paragraph("正文")
    source = read_body(tmp_path, body, styles=HEADING_STYLES, title="别的")
    assert source.title == "示例小学工作总结"


def test_the_title_property_counts_only_if_it_stands_in_the_text(tmp_path: Path) -> None:
    body = paragraph("示例小学工作总结") + paragraph("正文")
    assert read_body(tmp_path, body, title="示例小学工作总结").title == "示例小学工作总结"
    assert read_body(tmp_path, body, title="去年的总结").title == ""


def test_cells_know_their_place_in_the_grid_nested_tables_their_own(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('内')}</w:tc></w:tr></w:tbl>"
    body = (
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("宽")}</w:tc>'
        f"<w:tc>{paragraph('右')}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>{inner}{paragraph('中')}</w:tc></w:tr></w:tbl>"
    )
    source = read_body(tmp_path, body)
    assert [(source.text[line.start : line.end], line.cell) for line in source.lines] == [
        ("宽", (0, 0, 0)),
        ("右", (0, 0, 2)),
        ("内", (1, 0, 0)),
        ("中", (0, 1, 1)),
    ]


def test_a_strict_document_is_read(tmp_path: Path) -> None:
    strict = docx_bytes(paragraph("甲"))
    xml = part("document", f"<w:body>{paragraph('严格')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert strict
    assert read_one(tmp_path / "a.docx", packed({"word/document.xml": xml})).text == "严格"


def test_a_number_in_a_cell_is_written_out_too(tmp_path: Path) -> None:
    levels = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    rows = "".join(f"<w:tr><w:tc>{numbered(text)}</w:tc></w:tr>" for text in "甲乙")
    assert shown(read_body(tmp_path, f"<w:tbl>{rows}</w:tbl>", numbering=lists)) == ["1.甲", "2.乙"]
