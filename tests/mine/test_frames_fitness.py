"""What no curator should see, and what looks like it."""

from __future__ import annotations

import pytest

from drafter.mine.frames.fitness import fitness


@pytest.mark.parametrize(
    "text", ["表1 各支部活动情况", "附表2各单位情况一览", "图一党建品牌分布", "续表三各校人数"]
)
def test_captions_are_no_phrases(text: str) -> None:
    assert fitness(text) == 0


@pytest.mark.parametrize(
    "text", ["表彰先进支部和优秀党员", "图书馆开放日活动", "表一个态度定一个目标", "图一时之快"]
)
def test_words_that_begin_like_captions_are(text: str) -> None:
    assert fitness(text) > 0
