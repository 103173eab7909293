"""Each kind of noise by itself: what goes, and what looks like it and stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.mine.clean import clean, display
from drafter.mine.records import TRUNCATED, CleanDocument
from drafter.mine.source import CELL, Line, Source

PROSE = "近年来，示例小学坚持党建引领，围绕立德树人根本任务，扎实开展各项工作，取得了明显成效。"
MORE = "学校先后开展了主题党日、志愿服务、结对帮扶等活动，受到师生和家长的普遍欢迎。"


def only(text: str, title: str = "已知标题") -> CleanDocument:
    (document,) = clean(Source("示例.txt", text, title=title))
    return document


def body(text: str, title: str = "已知标题") -> str:
    return only(text, title).body.text


@pytest.mark.parametrize(
    "line",
    [
        "收藏 分享(赏)",
        "下载 相关 举报",
        "展开阅读全文",
        "猜你喜欢",
        "当前位置:首页 > 办公文档 > 总结",
        "首页 > 范文 > 工作总结",
        "copyright@ 2008-2023 example.com网站版权所有",
        "经营许可证编号:示ICP备2024000000号-2",
        "本文链接: https://www.example.com/1.html",
        "第1页 / 共7页",
        "- 3 -",
        "— 12 —",
        "亲,该文档总共7页,到这儿已超出免费预览范围,如果喜欢就下载吧!",
        "登录后可查看剩余内容",
        "来源：示例网 作者：张某 发布时间：2023-05-01 浏览次数：120",
        "责任编辑：示例",
        "下面是小编为大家整理的党建工作总结，希望对大家有所帮助。",
        "编者按：为总结经验，本刊特推出系列报道。",
        "[点此阅读首发文章](http://example.com/1.htm)",
        "![图](http://example.com/1.jpg)",
        "<!-- INFO END -->",
        "更多精彩范文请关注示例文库",
        "更多精彩请关注公众号",
        "上一篇：示例小学工作计划 下一篇：示例小学工作要点",
    ],
)
def test_a_line_of_the_page_goes(line: str) -> None:
    assert body(f"{PROSE}\n{line}\n{MORE}") == f"{PROSE}\n{MORE}"
    assert body(f"{line}\n{PROSE}") == PROSE


@pytest.mark.parametrize(
    "line",
    [
        "一、收藏整理红色故事",
        "未取得经营许可证的，不得从事燃气经营活动。",
        "时间：2023年5月10日",
        "时间：2023年5月10日 地点：三楼会议室",
        "附件：1.示例小学工作方案.docx",
        "3",
        "第三章 监督检查",
        "（一）下载安装学习平台",
        "以上意见，仅供参考。",
        "组织家长关注学校公众号，及时了解学校动态。",
        "示例小学",
        "2023年12月31日",
        "特此报告。",
        "本文件自发布之日起施行。",
        "主要来源：一是财政拨款。",
    ],
)
def test_a_line_of_the_text_stays(line: str) -> None:
    assert body(f"{PROSE}\n{line}\n{MORE}") == f"{PROSE}\n{line}\n{MORE}"


@pytest.mark.parametrize(
    ("noisy", "cleaned"),
    [
        (
            "反馈的(本资料权属示例文库,查看更多请登录原创网站example.net)问题已经解决。",
            "反馈的问题已经解决。",
        ),
        ("成效明显。更多范文请登录www.example.com查看。下一步继续努力。", "成效明显。下一步继续努力。"),
        ("做法一。……此处隐藏955个字……做法二。", "做法一。做法二。"),
        ("學(xué)校(xiào)黨(dǎng)建的(de)工作。", "學校黨建的工作。"),
        ("党\u200b建\ufeff工作。", "党建工作。"),
        ("**一、加强领导**\n落实责任。", "一、加强领导\n落实责任。"),
        ("本网讯（记者 甲某 通讯员 乙某）近日，学校召开会议。", "近日，学校召开会议。"),
        ("会议取得圆满成功。（供稿：宣传科 摄影：甲某）", "会议取得圆满成功。"),
        ("参观[红色纪念馆](http://example.com/a)学习。", "参观红色纪念馆学习。"),
    ],
)
def test_noise_inside_lines_goes(noisy: str, cleaned: str) -> None:
    assert body(noisy) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "网上登录示例县政务网www.example.gov.cn办理，十分方便。".replace("www.", ""),
        "**镇**村是一个山区村，全镇有**个村。",
        "落实“三会一课”（含主题党日）制度，推广“互联网+党建”(试点)做法。",
        "第1、2季度分别完成任务。",
        "得分(A)最高，维生素(c)次之。",
    ],
)
def test_what_looks_like_noise_stays(text: str) -> None:
    assert body(text) == text


@pytest.mark.parametrize(
    ("noisy", "cleaned"),
    [
        ("收入2900 万元，增长 30 %、60 %。", "收入2900万元，增长30%、60%。"),
        ("做到发展 党员与培养干部相衔接，", "做到发展党员与培养干部相衔接，"),
        ("发挥党员先 进性，起到带头 作用。", "发挥党员先进性，起到带头作用。"),
        ("“当一流人才” 的积极性，", "“当一流人才”的积极性，"),
        ("树立了典型, 作为榜样。", "树立了典型,作为榜样。"),
    ],
)
def test_spaces_that_cut_words_go(noisy: str, cleaned: str) -> None:
    assert body(noisy) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "2、结合实际，积极创新，确保活动特色鲜明 活动中，学校扎实推进。",
        "紧扣三大主题 加强党的建设",
        "开展“热爱伟大祖国 建设美好家园”活动，壮大“星支部 心服务”品牌。",
        "现有中小学校 所，教学点 个，在编教职工编 名。",
        "党委现辖有 个支部，党员 余人，覆盖率 %。",
        "于 年 月 日召开会议，",
        "第一条 为了规范管理，制定本条例。",
        "1 总体要求，2 工作目标",
        "地点：会议室 参加：全体党员，列席：积极分子",
    ],
)
def test_spaces_that_mean_something_stay(text: str) -> None:
    assert body(text) == text


@pytest.mark.parametrize(
    ("noisy", "cleaned"),
    [
        (f"{PROSE}通过各种方法，广泛征求广大师生和学生\n家长及社会各界的意见，找准问题。", None),
        (f"{PROSE}要求严于律己\n\n，心存敬畏，坚守底线。", None),
        (f"{PROSE}及时组织*\n**和***进行自查，整改到位。", None),
        (f"{PROSE}开展“喜迎盛会\n奋进征程”专题学习。", None),
        ("党支部书记身体力行、率先垂范，先后3\n次为不同受众讲专题党课。", None),
        ("校长主持会议。校党委副书记，党委常\n委、各部门负责人参加会议。", None),
        (f"{PROSE}她以《循着红色脉络\n寻初心再出发\n新时代青年的担当》为题讲课。", None),
        ("本校讯 （通讯员\n甲某某）近日，学校召开会议。", "近日，学校召开会议。"),
        (f"{PROSE}引进 open\nsource 平台，效果良好。", f"{PROSE}引进 open source 平台，效果良好。"),
    ],
)
def test_broken_sentences_are_joined(noisy: str, cleaned: str | None) -> None:
    assert body(noisy) == (cleaned or noisy.replace("\n", ""))


@pytest.mark.parametrize(
    "text",
    [
        f"二、坚持围绕中心服务大局，建强支部战斗堡垒，激发党员队伍活力，推动学校高质量发展\n{PROSE}",
        f"{PROSE}\n二、抓重点，增强农村党支部的战斗力\n{MORE}",
        f"“守初心，担使命”廉洁主题演讲比赛决赛在学校明德礼堂隆重举行全体师生观看\n{PROSE}",
        f"{PROSE}\n示例小学党支部\n2023年12月31日",
        f"各位领导，同志们，\n{PROSE}",
        f"{PROSE}有下列情形之一的，\n（一）不按时缴纳党费；\n（二）不参加组织生活。",
        f"{PROSE}主要做法：\n一是抓学习\n二是抓落实\n{MORE}",
    ],
)
def test_headings_captions_and_signatures_are_joined_to_nothing(text: str) -> None:
    assert body(text) == text


def test_lines_of_tables_and_levels_of_the_format_survive() -> None:
    lines = ["加强领导", "项目", "已经完成的各项任务和指标，包括学习、活动、服务，合计", "24次，", PROSE]
    text, marks, position = "\n".join(["收藏 分享", *lines]), [Line(0, 5)], 6
    for line, level, kind in zip(
        lines, (1, 0, 0, 0, 0), ("paragraph", CELL, CELL, CELL, "paragraph"), strict=True
    ):
        marks.append(Line(position, position + len(line), level, kind))
        position += len(line) + 1
    (document,) = clean(Source("示例.docx", text, tuple(marks), title="已知标题"))
    assert document.body.text == "\n".join(lines)
    assert document.levels == {0: 1}


def test_a_markdown_heading_becomes_a_level() -> None:
    document = only(f"# 示例条例\n\n## 第一章　总则\n\n{PROSE}\n\n## 第二章　附则\n\n{MORE}", "示例条例")
    assert document.body.text == f"第一章　总则\n{PROSE}\n第二章　附则\n{MORE}"
    assert document.levels == {0: 2, 2: 2}


def test_a_list_of_contents_goes() -> None:
    contents = "目  录\n一、主要做法……1\n二、存在问题……3\n"
    text = f"一、主要做法\n{PROSE}\n二、存在问题\n{MORE}"
    assert body(contents + text) == text
    assert body("目录\n一、主要做法\n二、存在问题\n" + text) == text
    assert body("一、主要做法....1\n二、存在问题....3\n三、打算....5\n" + text) == text


def test_a_sentence_that_breaks_off_before_a_heading_is_dropped_and_flagged() -> None:
    document = only(f"{PROSE}认真听取意见、建议。在\n三、抓紧边学边改\n{MORE}")
    assert document.body.text == f"{PROSE}认真听取意见、建议。\n三、抓紧边学边改\n{MORE}"
    assert TRUNCATED in document.flags
    assert TRUNCATED not in only(f"{PROSE}谢谢\n三、抓紧边学边改\n{MORE}").flags


def test_page_numbers_of_a_printed_text_go_but_not_the_cells_of_a_table() -> None:
    text = f"{PROSE}\n1\n{MORE}\n2\n{PROSE}\n3\n{MORE}"
    assert body(text) == f"{PROSE}\n{MORE}\n{PROSE}\n{MORE}"
    assert body(f"{PROSE}\n5\n12\n8\n{MORE}") == f"{PROSE}\n5\n12\n8\n{MORE}"


def test_a_true_list_is_no_page_slices() -> None:
    short = "\n".join(f"{number}、党员活动室{number}号" for number in range(1, 9))
    assert body(f"{PROSE}\n{short}") == f"{PROSE}\n{short}"
    full = "\n".join(f"{number}、{PROSE * number}" for number in range(1, 6))
    assert body(full) == full


@pytest.mark.parametrize(
    ("head", "title", "kept"),
    [
        ("示例小学2023年工作总结", "示例小学2023年工作总结", ""),
        ("【2023】第1期 示例小学党建工作回眸", "示例小学党建工作回眸", ""),
        ("紧扣三大抓手\n建设美丽示例镇\n中共示例镇委员会", "紧扣三大抓手 建设美丽示例镇", ""),
        ("把方向 强队伍\n——示例县教育局党建工作经验材料\n（2023年6月）", "把方向 强队伍", ""),
        ("一、基本情况", "", "一、基本情况\n"),
        ("各位领导：", "", "各位领导：\n"),
        ("示例小学党建工作汇报各位领导：", "示例小学党建工作汇报", "各位领导：\n"),
    ],
)
def test_titles_are_found_in_the_head(head: str, title: str, kept: str) -> None:
    document = only(f"{head}\n{PROSE}\n{MORE}", "")
    assert document.title == title
    assert document.body.text == f"{kept}{PROSE}\n{MORE}"


def test_parts_of_a_book_are_no_documents() -> None:
    text = f"第一篇 总则\n第一章 一般规定\n{PROSE}\n第二篇 分则\n第二章 特别规定\n{MORE}"
    assert body(text) == text


def test_the_facts_of_a_download_page_are_kept_apart() -> None:
    header = "上传人:la****1 文档编号:1 上传时间:2023-04-20 格式:DOCX 页数:7 大小:22KB"
    document = only(
        f"2023年示例工作汇报范文.docx\n{header}\n2023年示例工作汇报范文.docx_第1页\n{PROSE}\n{MORE}", ""
    )
    assert document.title == "2023年示例工作汇报"
    assert document.body.text == f"{PROSE}\n{MORE}"
    assert document.meta == {
        "file": "2023年示例工作汇报",
        "uploaded": "2023-04-20",
        "format": "DOCX",
        "pages": "7",
    }


@pytest.mark.parametrize(
    ("half", "full"),
    [
        ("学校召开会议,研究工作;成效明显:一是学习.", "学校召开会议，研究工作；成效明显：一是学习。"),
        ("增长3.6%,达到1,046人(含教师).", "增长3.6%，达到1,046人（含教师）。"),
        ("上午8:30上课,比例2:1", "上午8:30上课，比例2:1"),
        ("(一)加强领导,(1)学习", "（一）加强领导，（1）学习"),
        ('开展"我爱祖国"活动!', "开展“我爱祖国”活动！"),
        ("Hello, world! (test): a,b;c", "Hello, world! (test): a,b;c"),
        ("网址http://a.cn/b?c=1,d", "网址http://a.cn/b?c=1,d"),
        ("一.加强领导", "一.加强领导"),
        ("1.加强领导", "1.加强领导"),
        ("学习PPT,视频", "学习PPT，视频"),
        ("{{ 次数 }}次,{{ 人数 }}人", "{{ 次数 }}次，{{ 人数 }}人"),
    ],
)
def test_display_has_full_width_punctuation_where_it_is_chinese(half: str, full: str) -> None:
    assert display(half) == full
    assert display(full) == full


PIECES = st.sampled_from(
    (
        PROSE,
        MORE,
        "一、加强领导",
        "（一）强化学习",
        "示例小学",
        "收藏 分享",
        "2、",
        "\n",
        "\n\n",
        "　　",
        " ",
        "第一篇：",
        "【篇二】",
        "“",
        "”",
        "(",
        ")",
        "**",
        "####",
        "www.example.com",
        "查看更多",
        "。",
        "，",
        "目录",
        "12",
        "x",
        "# ",
        "\r\n",
        "\u200b",
        "——",
    )
)


def test_no_piece_of_noise_repeated_takes_square_time() -> None:
    """With square time one of these would take minutes."""
    for piece in (
        "(",
        "“",
        "* *",
        "学 校 ",
        "![a](",
        "。www.a.com更多",
        "第一篇:\n",
        "篇一\n",
        "目录\n一\n",
        "1、\n",
        "学\n",
        "# ## ",
    ):
        clean(Source("示例.txt", piece * 15_000))
    clean(Source("示例.txt", "学校，" + "党 建 " * 15_000))
    display("(学" * 15_000)


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=80), st.sampled_from(("", "已知标题")))
def test_every_character_left_stands_where_it_stood(text: str, title: str) -> None:
    """Equal to the raw text but for line ends and the space between joined Latin words; places strictly increase."""
    last = -1
    for document in clean(Source("示例.txt", text, title=title)):
        for at, character in enumerate(document.body.text):
            place = document.body.raw(at)
            assert last < place < len(text)
            assert character == text[place] or (character in "\n " and text[place].isspace())
            last = place
        assert "\n\n" not in document.body.text
        assert document.body.text == document.body.text.strip()


LINES = st.sampled_from(
    (
        PROSE,
        MORE,
        PROSE[:38],
        MORE[:20],
        "一、加强领导",
        "（一）强化学习",
        "2、党员活动室",
        "示例小学",
        "2023年5月",
        "收藏 分享",
        "",
        "第一篇：党建",
        "**二、抓落实**",
        "# 总则",
        "12",
        "，心存敬畏。",
        "开展“守初心\n担使命”活动。",
        "示例.docx",
        "——",
    )
)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    for document in clean(Source("示例.txt", f"{PROSE}\n{text}", title="已知标题")):
        lines, position = [], 0
        for number, line in enumerate(document.body.text.split("\n")):
            lines.append(Line(position, position + len(line), document.levels.get(number, 0)))
            position += len(line) + 1
        again = clean(Source("示例.txt", document.body.text, tuple(lines), title="已知标题"))
        assert [found.body.text for found in again] == [document.body.text]
        assert [dict(found.levels) for found in again] == [dict(document.levels)]
