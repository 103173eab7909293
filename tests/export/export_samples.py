"""Documents and readers that several export tests share."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from drafter.document import Block, BlockKind, Document, Run

LINE = "严格落实组织生活制度推动学校党建与教育教学深度融合发展提质"
"""28 Han characters: one full line of the type area."""


def runs(text: str) -> tuple[Run, ...]:
    """One plain run."""
    return (Run(text),)


def body(text: str) -> Block:
    """One body paragraph."""
    return Block(BlockKind.BODY, runs(text))


def report(pages: int = 1, *, ending: bool = True) -> Document:
    """A report with every kind of block; each of `pages` adds a little more than a page of pure Han text."""
    kind = BlockKind
    blocks = [
        Block(kind.TITLE, runs("中共翠湖中学党支部关于2026年度党建工作情况的总结报告")),
        Block(kind.ADDRESSEE, runs("中共清河县委教育工作委员会：")),
        body("一年来，党支部“三会一课”落到实处，党员参与率达到95.6%，服务师生——家长——社区1200余人次。"),
        Block(kind.HEADING, runs("强化政治建设"), 1, "一、"),
        Block(
            kind.BODY, (Run("召开支委会"), Run("【待填：支委会次数】", "支委会次数", open=True), Run("次。"))
        ),
        Block(kind.HEADING, runs("抓好理论武装"), 2, "（一）"),
        Block(kind.BODY, (Run("严肃组织生活。", run_in=True), Run("开好每次会议。")), 2, "（二）"),
        Block(kind.HEADING, runs("建立工作台账"), 3, "1."),
        Block(kind.HEADING, runs("落实岗位责任"), 4, "（1）"),
        *(body(LINE * 13) for _ in range(2 * pages)),
        table(),
    ]
    if ending:
        blocks += [
            Block(kind.ATTACHMENTS, rows=((runs("党建工作台账"),), (runs("党员教育培训情况统计表"),))),
            Block(kind.SIGNATURE, runs("中共翠湖中学支部委员会")),
            Block(kind.DATE, runs("2026年12月20日")),
        ]
    return Document(blocks[0].text, tuple(blocks))


def table() -> Block:
    """A captioned table with a header, a short row, and an open slot."""
    open_slot = (Run("【待填：参加人数】", "参加人数", open=True),)
    rows = (
        (runs("序号"), runs("活动"), runs("人数")),
        (runs("1"), runs("主题党日"), open_slot),
        (runs("2"), runs("学习研讨\n交流发言")),
    )
    return Block(BlockKind.TABLE, runs("表1　活动情况"), rows=rows, header=True)


def parts(data: bytes) -> dict[str, str]:
    """The parts of a package as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def document(blocks: Iterable[Block]) -> Document:
    """A document of those blocks."""
    return Document("", tuple(blocks))
