"""Persons, places and organisations, on invented sentences; and what one document says of its names."""

from __future__ import annotations

import pytest

from drafter.mine.entities import DocumentNames, entities


def found(text: str, *kinds: str) -> list[str]:
    """What is found in `text`, of `kinds` alone if any are given."""
    return [text[one.start : one.end] for one in entities(text) if not kinds or one.kind in kinds]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("党支部书记周广林主持会议。", ["周广林"]),
        ("校长姚昱在会上强调安全。", ["姚昱"]),
        ("党员冯小玺、秦静同志主动帮扶。", ["冯小玺", "秦静"]),
        ("柯立明、魏晓楠、梅雪莹同志积极参加活动。", ["柯立明", "魏晓楠", "梅雪莹"]),
        ("党员邓文山秦婷同志成长为能手。", ["邓文山", "秦婷"]),
        ("市委王书记亲临我镇视察。", ["王"]),
        ("认真学习侯云书记、丁志宁省长的讲话。", ["侯云", "丁志宁"]),
        ("在张明远校长的带领下，学校面貌一新。", ["张明远"]),
        ("欧阳明华老师荣获一等奖。", ["欧阳明华"]),
        ("（记者 付晨 摄影 唐琪瑶）", ["付晨", "唐琪瑶"]),
        ("学校校级领导曹云涛、许建军、王磊出席。", ["曹云涛", "许建军", "王磊"]),
        ("。许芹在交流中表示，要抓落实。", ["许芹"]),
        ("程安民指出，要提高认识。", ["程安民"]),
    ],
)
def test_a_neighbour_gives_a_person_away(text: str, persons: list[str]) -> None:
    assert found(text, "person") == persons


@pytest.mark.parametrize(
    "text",
    [
        "书记高度重视，校长负责制落实到位。",
        "学习习近平新时代中国特色社会主义思想和雷锋精神。",
        "领导班子好，党员队伍好，工作机制好。",
        "学校荣获荣誉称号，党员干部师生积极参与。",
        "全体党员同志、广大教师、任课教师要求进步。",
        "总书记关于高等教育的重要论述，由中央委员会决定。",
    ],
)
def test_common_words_and_public_persons_are_no_private_persons(text: str) -> None:
    assert found(text, "person") == []


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("到四川省雅安市雨城区调研", "place", ["四川省雅安市雨城区"]),
        ("怀岚镇始终坚持规划先行", "place", ["怀岚镇"]),
        ("对谭湾村倒房户统一安置", "place", ["谭湾村"]),
        ("张家沟村党支部和李家坪村党支部结对", "place", ["张家沟村", "李家坪村"]),
        ("对东岭、柳湾、下桥3个自然村实施改造", "place", ["东岭", "柳湾", "下桥"]),
        ("在行政楼305会议室开会", "place", ["行政楼305会议室"]),
        ("与兰州市虎岚小学开展联谊教研", "organisation", ["兰州市虎岚小学"]),
        ("示例县第一中学、示例县实验小学", "organisation", ["示例县第一中学", "示例县实验小学"]),
        ("接受宝鸡市委专项检查", "organisation", ["宝鸡市委"]),
        ("中共怀岚镇委员会、怀岚镇人民政府", "organisation", ["中共怀岚镇委员会", "怀岚镇人民政府"]),
        ("引进岚云织造有限公司落户", "organisation", ["岚云织造有限公司"]),
        ("材料与物理学院、马克思主义学院", "organisation", ["材料与物理学院", "马克思主义学院"]),
        ("参观中国人民大学和哈尔滨工程大学", "organisation", ["中国人民大学", "哈尔滨工程大学"]),
    ],
)
def test_a_suffix_gives_a_place_or_an_organisation_away(text: str, kind: str, expected: list[str]) -> None:
    assert found(text, kind) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全县各乡镇、我镇、该村、本市、城区、山区、社区都行动起来。",
        "建设美丽乡村，帮扶贫困村、试点村、养殖村，推进乡村振兴。",
        "全县现有中小学90所，完全中学1所，幼儿园3所，大中小学一体化。",
        "弘扬中华传统美德，爱党爱国爱家乡，走出校区园区。",
        "家长学校、清廉学校、我校、各学院、龙头企业、合作社、上市公司。",
        "教育部、党中央、国务院、中国共产党、全国人大。",
    ],
)
def test_what_tells_a_kind_is_no_name(text: str) -> None:
    assert found(text, "place", "organisation") == []


def test_a_name_found_with_its_suffix_is_found_without_it_in_the_same_document() -> None:
    text = "怀岚镇党委认真履职。着力建设宜居新怀岚，打造活力怀岚。"
    assert found(text, "place") == ["怀岚镇", "怀岚", "怀岚"]


def test_a_sentence_takes_the_names_of_its_document_along() -> None:
    sentence = "建设美丽怀岚，周广林深有体会。"
    assert entities(sentence) == ()
    names = DocumentNames.of("怀岚镇党委召开大会。党委书记周广林主持会议。" + sentence)
    assert [sentence[one.start : one.end] for one in entities(sentence, names)] == ["怀岚", "周广林"]


def test_a_doubtful_name_follows_the_certain_one_of_its_document() -> None:
    text = "校长何岭主持会议。校长何岭靠前指挥。"
    assert found(text, "person") == ["何岭", "何岭"]


@pytest.mark.parametrize(
    "text", ["全区新建幼儿园6所、改扩建中小学12所。", "普惠幼儿园占比提高，新办小学2所。"]
)
def test_what_is_done_to_schools_is_no_name_of_one(text: str) -> None:
    assert found(text, "organisation") == []
