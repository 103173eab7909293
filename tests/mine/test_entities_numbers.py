"""Dates, counts, percentages, money, blanks, titles and black-outs, on invented sentences."""

from __future__ import annotations

import pytest

from drafter.mine.entities import entities


def found(text: str, *kinds: str) -> list[str]:
    """What is found in `text`, of `kinds` alone if any are given."""
    return [text[one.start : one.end] for one in entities(text) if not kinds or one.kind in kinds]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2022年9月，学校召开大会。", ["2022年9月"]),
        ("9月份表彰先进，11月完成整改。", ["9月份", "11月"]),
        ("市场于去年10月份完工，今年2月投用。", ["去年10月份", "今年2月"]),
        ("08年以来持续投入。", ["08年"]),
        ("截至2024年12月31日，任务全部完成。", ["2024年12月31日"]),
        ("2021年5月至2023年5月在村任职。", ["2021年5月至2023年5月"]),
        ("9月27-29日举办培训。", ["9月27-29日"]),
        ("12月7日下午3:00开会。", ["12月7日下午3:00"]),
        ("二〇二三年九月开学。", ["二〇二三年九月"]),
        ("2023—2024学年第一学期", ["2023—2024学年"]),
        ("20xx年4月1日召开大会，xx年完成。", ["20xx年4月1日", "xx年"]),
        ("回首2022，我们收获满满。", ["2022"]),
        ("“十一五”期末，党的十八大以来，近年来，本学期。", []),
        ("每周一下午集中学习，“五一”“七一”期间慰问。", []),
        ("三年级二班在第3版刊登，见GB/T 9704-2012。", []),
    ],
)
def test_a_point_of_the_calendar_is_a_date(text: str, dates: list[str]) -> None:
    assert found(text, "date") == dates


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("发展党员27名，其中女党员9名。", ["27名", "9名"]),
        ("签订承诺书70余人次，走访3200余户1.2万人。", ["70余人次", "3200余户", "1.2万人"]),
        ("退耕还林1.2万亩，硬化道路8.5公里。", ["1.2万亩", "8.5公里"]),
        ("每人联系1-2个学校，每月不少于2次。", ["1-2个", "2次"]),
        ("慰问困难党员八名，两次组织学习。", ["八名", "两次"]),
        ("三年来累计投入，为期三个月。", ["三年", "三个月"]),
        ("解决了八个方面三十二项问题，化解纠纷一百二十余起。", ["八个", "三十二项", "一百二十余起"]),
        ("建校60周年，教师1,024人。", ["60周年", "1,024人"]),
        ("落实“三会一课”，争创“五个好”，做“四好”少年。", []),
        ("第六届五次全会，第二批活动，一次谈话，一个家庭。", []),
        ("增强“四个意识”，坚持“三个代表”，开展三年行动。", []),
        ("电话01012345678，学号2021281319张同学。", []),
    ],
)
def test_a_number_with_its_measure_word_is_a_count(text: str, counts: list[str]) -> None:
    assert found(text, "count") == counts


def test_a_count_knows_its_measure_word() -> None:
    units = {one.unit for one in entities("召开支委会12次，发展党员3名，培训70余人次，栽树1.5万棵。")}
    assert units == {"次", "名", "人次", "棵"}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("满意率达93.75%，增长8.6个百分点，占比98％。", "percent", ["93.75%", "8.6个百分点", "98％"]),
        ("收入增长百分之三十。", "percent", ["百分之三十"]),
        ("筹资100万元，人均1999元，产值达1.8亿元。", "money", ["100万元", "1999元", "1.8亿元"]),
        ("投入300多万元，外资90万美元，捐款二十余万元。", "money", ["300多万元", "90万美元", "二十余万元"]),
        ("多元投入，元旦慰问，三元桥。", "money", []),
        ("现有中小学校 所,教学点 个。", "blank", [" 所", " 个"]),
        ("建筑面积平方米，图书若干。", "blank", ["平方米"]),
        ("每个 人都要争先，多个，报名，姓名，场所。", "blank", []),
    ],
)
def test_percentages_money_and_blanks(text: str, kind: str, expected: list[str]) -> None:
    assert found(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("按照《党章》和《关于学习〈条例〉的通知》要求。", ["《党章》", "《关于学习〈条例〉的通知》"]),
        ("落实省委关于加强和改进学校安全工作的意见和有关要求。", ["关于加强和改进学校安全工作的意见"]),
        ("下发关于进一步加强校园管理的实施意见、方案等。", ["关于进一步加强校园管理的实施意见"]),
        ("关于这个问题，大家都有意见。", []),
        ("听取意见，制定方案，印发通知。", []),
    ],
)
def test_titles_with_and_without_their_marks(text: str, titles: list[str]) -> None:
    assert found(text, "title") == titles


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("现将xx县有关情况汇报如下", "place", "xx县"),
        ("**乡党委高度重视", "place", "**乡"),
        ("####市教育局党委", "organisation", "####市教育局"),
        ("共培训XX人", "count", "XX人"),
        ("筹资××万元", "money", "××万元"),
        ("张某某同志发言", "person", "张某某"),
        ("解决了****吃水困难", "redaction", "****"),
        ("贯彻落实xxx文件要求", "redaction", "xxx"),
    ],
)
def test_the_neighbour_tells_what_a_black_out_stands_for(text: str, kind: str, expected: str) -> None:
    assert [(one.kind, text[one.start : one.end]) for one in entities(text)] == [(kind, expected)]


@pytest.mark.parametrize("text", ["**要点**\n正文", "3×5等于15", "某些同志某种程度上", "#标签"])
def test_what_only_looks_like_a_black_out_is_none(text: str) -> None:
    assert "redaction" not in {one.kind for one in entities(text)}
