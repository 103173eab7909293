"""Support: documents and independent origins, copies counted once, variants counted together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from mined import GUIDE, by_text, mined, report, written

from drafter.mine.frames import propose
from drafter.mine.frames.copies import alike
from drafter.mine.frames.gather import Found
from drafter.mine.run import Options, mine


def test_a_clause_of_three_documents_in_two_folders_has_three_documents_and_two_sources(
    tmp_path: Path,
) -> None:
    texts = {
        "甲/1.txt": report(0, "严格落实党务公开制度。"),
        "甲/2.txt": report(1, "严格落实党务公开制度。"),
        "乙/3.txt": report(2, "严格落实党务公开制度。"),
    }
    found = by_text(mined(tmp_path, texts))["严格落实党务公开制度"]
    assert (found.documents, found.sources, found.unit) == (3, 2, "clause")
    assert [Path(place.source).name for place in found.occurrences] == ["1.txt", "2.txt", "3.txt"]


def test_a_copy_on_another_site_is_no_second_witness(tmp_path: Path) -> None:
    text = report(0, "严格落实党务公开制度。", "定期开展谈心谈话活动。")
    changed = text.replace("定期", "每月")
    run = mined(tmp_path, {"甲/1.txt": text, "乙/2.txt": text, "丙/3.txt": changed})
    assert run.candidates == ()
    assert run.totals.documents == 3


def test_a_clause_said_twice_in_one_document_has_one_document(tmp_path: Path) -> None:
    run = mined(tmp_path, {"1.txt": report(0, "严格落实党务公开制度。", "我们严格落实党务公开制度。")})
    assert run.candidates == ()


def test_facts_do_not_part_frames(tmp_path: Path) -> None:
    texts = {"1.txt": report(0, "全年召开支委会12次。"), "2.txt": report(1, "全年召开支委会8次。")}
    found = by_text(mined(tmp_path, texts))["全年召开支委会{{ 支委会次数 }}次"]
    assert found.documents == 2
    assert found.slots[0].kind == "count"


def test_half_width_marks_and_lost_quotes_do_not_part_frames_and_the_complete_form_is_shown(
    tmp_path: Path,
) -> None:
    texts = {
        "1.txt": report(0, "严格落实三会一课制度。"),
        "2.txt": report(1, "严格落实“三会一课”制度。"),
        "3.txt": report(2, '严格落实"三会一课"制度。'),
    }
    found = by_text(mined(tmp_path, texts))["严格落实“三会一课”制度"]
    assert found.documents == 3
    assert found.variants == ()


def test_variants_are_counted_with_the_form_that_is_said_most(tmp_path: Path) -> None:
    said = ["认真落实党务公开制度。", "认真落实党务公开制度。", "严格落实党务公开制度。"]
    texts = {f"{number}.txt": report(number, sentence) for number, sentence in enumerate(said)}
    found = by_text(mined(tmp_path, texts))["认真落实党务公开制度"]
    assert found.documents == 3
    assert found.variants == (("严格落实党务公开制度", 1),)


def test_a_sentence_is_proposed_when_its_clauses_come_together_again(tmp_path: Path) -> None:
    said = "建立党员联系群众制度，定期开展谈心谈话。"
    texts = {"1.txt": report(0, said), "2.txt": report(1, f"一是{said}")}
    found = by_text(mined(tmp_path, texts))
    assert found[said].unit == "sentence"
    assert found[said].documents == 2
    # Its clauses alone say nothing more.
    assert "定期开展谈心谈话" not in found


def test_three_frames_that_differ_in_one_stretch_make_a_slot_for_words(tmp_path: Path) -> None:
    said = ["大力弘扬抗震救灾精神。", "大力弘扬女排精神。", "大力弘扬艰苦奋斗精神。", "大力弘扬工匠精神。"]
    texts = {f"{number}.txt": report(number, sentence) for number, sentence in enumerate(said)}
    found = by_text(mined(tmp_path, texts))["大力弘扬{{ 精神 }}精神"]
    assert found.documents == 4
    assert len(found.variants) == 4


def test_two_frames_that_differ_in_one_stretch_make_none(tmp_path: Path) -> None:
    texts = {"1.txt": report(0, "大力弘扬女排精神。"), "2.txt": report(1, "大力弘扬艰苦奋斗精神。")}
    assert by_text(mined(tmp_path, texts)) == {}


def test_captions_that_every_page_of_a_site_has_are_no_frames(tmp_path: Path) -> None:
    texts = {f"{number}.txt": report(number) + "党建工作信息专栏\n" for number in range(6)}
    assert "党建工作信息专栏" not in by_text(mined(tmp_path, texts))


def test_few_documents_give_what_is_said_once_many_what_is_said_twice(tmp_path: Path) -> None:
    once = "每逢佳节慰问退休教师。"
    few = mined(tmp_path / "few", {"1.txt": report(0, once)}, Options())
    many = {f"{number}.txt": report(number) for number in range(24)} | {
        "x.txt": report(3, once, "制度完备。")
    }
    assert "每逢佳节慰问退休教师" in by_text(few)
    assert "每逢佳节慰问退休教师" not in by_text(mined(tmp_path / "many", many, Options()))


def test_torn_pieces_and_figures_alone_are_not_proposed(tmp_path: Path) -> None:
    said = "的工作得到大家的肯定和，以及通过学习教育实践在。"
    run = mined(tmp_path, {"1.txt": report(0, said), "2.txt": report(1, said)})
    assert run.candidates == ()


def test_labels_and_years_come_from_the_documents(tmp_path: Path) -> None:
    said = "一、主要做法\n2011年参加旧活动的人很多。\n二、下一步打算\n继续完善三会一课制度。"
    texts = {"2024年.txt": report(0, said), "2.txt": report(1, said.replace("2011", "2012"))}
    found = by_text(mined(tmp_path, texts))["继续完善三会一课制度"]
    assert (found.role, found.topic) == ("plan", "org-life")
    assert (found.first, found.last) == (2011, 2012)
    assert found.occurrences[0].path == ("下一步打算",)


def test_sketches_of_copies_share_half() -> None:
    assert alike([1, 2, 3, 4], [1, 2, 3, 9])
    assert not alike([1, 2, 3, 4], [1, 7, 8, 9])


def test_a_frame_that_names_somebody_is_flagged_even_if_only_a_variant_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(propose, "private", lambda text: "含有人名" if "严格" in text else "")
    said = [
        "认真落实党务公开制度。",
        "认真落实党务公开制度。",
        "严格落实党务公开制度。",
        "定期开展谈心谈话。",
    ]
    texts = {f"{number}.txt": report(number, sentence, said[3]) for number, sentence in enumerate(said[:3])}
    found = by_text(mined(tmp_path, texts))
    assert found["认真落实党务公开制度"].flags == ("private",)
    assert found["定期开展谈心谈话"].flags == ()


def test_nearness_to_the_bank_orders_what_is_said_once(tmp_path: Path) -> None:
    files = written(tmp_path, {"1.txt": report(1, "旧设备全部登记造册。", "每周开展谈心谈话活动。")})
    guide = replace(GUIDE, phrases=("定期开展谈心谈话，帮助解决困难",))
    texts = [each.text for each in mine(files, tmp_path / "w.part", guide, Options()).candidates]
    assert texts.index("每周开展谈心谈话活动") < texts.index("旧设备全部登记造册")


def test_what_the_bank_has_already_stands_behind_what_is_only_like_it() -> None:
    known, like = (Found(form, "clause", 1, 1, (), 1.0) for form in ("定期开展谈心谈话", "每周开展谈心谈话"))
    guide = replace(GUIDE, phrases=("定期开展谈心谈话",))
    assert [row.found for row in propose.ranked([known, like], guide)] == [like, known]
