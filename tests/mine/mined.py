"""Small runs of the miner for the tests: documents in a folder, and what comes out."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from drafter.facts.spec import FactSpec, Kind
from drafter.mine.candidate import Candidate
from drafter.mine.frames.guide import Guide
from drafter.mine.frames.naming import Vocabulary
from drafter.mine.labels import Era, Topics
from drafter.mine.run import Mined, Options, mine

GUIDE = Guide(
    Vocabulary.of([FactSpec("支委会次数", kind=Kind.COUNT, unit="次")]),
    Topics({"org-life": ("组织生活", "三会一课", "支委会"), "plans": ("打算", "下一步")}),
    {"branch-annual": "党支部年度总结"},
    Era((("旧活动", 2010, 2012), ("新思想", 2017, None))),
)


def written(folder: Path, texts: dict[str, str]) -> list[Path]:
    """Files with these texts, by their names (which may hold folders), in the order given."""
    files = []
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        files.append(path)
    return files


def mined(
    folder: Path,
    texts: dict[str, str],
    options: Options | None = None,
    told: Callable[[str, int, int], None] | None = None,
) -> Mined:
    """The run over files with these texts."""
    files = written(folder, texts)
    return mine(files, folder / "work.part", GUIDE, options or Options(min_support=2), told)


def by_text(run: Mined) -> dict[str, Candidate]:
    """Candidates by their text."""
    return {candidate.text: candidate for candidate in run.candidates}


def report(number: int, *sentences: str) -> str:
    """A report of its own, with sentences that no other has and the given ones."""
    letters = random.Random(number)
    own = ["".join(letters.choices(_LETTERS, k=12)) + "。" for _ in range(5)]
    return "\n".join(["示例单位工作总结", "", *own, *sentences]) + "\n"


_LETTERS = "山川河海日月星辰风雨雷电松竹梅兰春夏秋冬东南西北金木水火土石田园花鸟鱼虫衣食住行琴棋书画"
