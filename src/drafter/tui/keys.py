"""Every key of the workbench, once: bindings, the bar at the bottom, help and the command palette are made from this.

No bare letters (an input method eats them), no shift+enter or ctrl+enter (terminals cannot send them).
Imports textual only for `Binding`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding

HOME, WRITE, OUTLINE, TEXT, PHRASES, FACTS, FINDINGS, PREVIEW, DIALOG, REVIEW, QUEUE = (
    "首页", "写作", "提纲", "正文", "词句", "事实", "问题", "预览", "对话框", "审阅", "候选",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """What a key does.

    `id` names the method `action_<id>` of the widget of its place, or of the screen; `where` is that place; `bar` orders
    the bar at the bottom (0: not shown), lower first; `short` is its name there.
    """

    id: str
    keys: str
    where: str
    short: str
    help: str
    bar: int = 0
    palette: bool = True
    bound: bool = True

    @property
    def label(self) -> str:
        """The first key as printed on screen."""
        return key_label(self.keys.split(",")[0])


ACTIONS: tuple[Action, ...] = (
    Action("help", "f1", WRITE, "帮助", "显示全部按键", 90),
    Action("facts", "f2", WRITE, "事实", "填事实：全稿的空，没填的在前", 20),
    Action("outline", "f3", WRITE, "提纲", "到提纲：换部分、加减和移动部分", 30),
    Action("phrases", "ctrl+f,f4", WRITE, "找词句", "找词句：本部分的推荐，输入文字就是搜索", 10),
    Action("preview", "f5", WRITE, "预览", "预览：排成要印出来的样子", 40),
    Action("letterhead", "f6", WRITE, "文头文尾", "标题、主送机关、附件、署名、日期", 65),
    Action("fill_parts", "f7", WRITE, "填推荐", "用推荐词句填满还空着的各部分", 67),
    Action("next_finding", "f8", WRITE, "问题", "检查全稿，到下一个问题", 50),
    Action("heading", "f9", WRITE, "换标题", "在这部分的几个标题里换一个", 68),
    Action("export", "ctrl+e", WRITE, "导出", "导出成 .docx、.md 或 .txt，并列出没填的空", 45),
    Action("save", "ctrl+s", WRITE, "保存", "马上保存（平时停手两秒就自动保存）", 80),
    Action("undo", "ctrl+z", WRITE, "撤销", "撤销上一步，可以一直撤到打开时", 60),
    Action("redo", "ctrl+y", WRITE, "重做", "重做刚撤销的一步", 85),
    Action("add_section", "ctrl+n", WRITE, "加一节", "在当前部分后面加一节", 70),
    Action("previous_section", "ctrl+pageup,ctrl+up", WRITE, "上一节", "到上一部分", 0),
    Action("next_section", "ctrl+pagedown,ctrl+down", WRITE, "下一节", "到下一部分", 0),
    Action("home", "ctrl+o", WRITE, "首页", "存好并回到首页", 86),
    Action("next_open", "tab", TEXT, "填下一个空", "到后面第一个没填的空，并填它", 15, palette=False),
    Action("text_start", "ctrl+home", TEXT, "开头", "到这部分的开头", 0, palette=False),
    Action("text_end", "ctrl+end", TEXT, "末尾", "到这部分的末尾", 0, palette=False),
    Action("open_text", "enter", OUTLINE, "写这部分", "到这部分的正文", 5, palette=False, bound=False),
    Action("move_up", "alt+up", OUTLINE, "上移", "这一节上移", 6, palette=False),
    Action("move_down", "alt+down", OUTLINE, "下移", "这一节下移", 7, palette=False),
    Action("raise_level", "alt+left", OUTLINE, "升级", "标题升一级", 8, palette=False),
    Action("lower_level", "alt+right", OUTLINE, "降级", "标题降一级", 9, palette=False),
    Action("delete_section", "delete", OUTLINE, "删", "删掉这一节（可撤销）", 10, palette=False),
    Action(
        "insert",
        "enter",
        PHRASES,
        "插入",
        "插入选中的词句：句子接在光标处，段落另起一段；从推荐里插入，就接着选下一句",
        5,
        palette=False,
        bound=False,
    ),
    Action("insert_paragraph", "ctrl+l", PHRASES, "另起一段", "插入，并且另起一段", 6, palette=False),
    Action(
        "next_part",
        "right",
        PHRASES,
        "下一部分",
        "搜索行空着时：到下一部分接着选",
        8,
        palette=False,
        bound=False,
    ),
    Action(
        "previous_part",
        "left",
        PHRASES,
        "上一部分",
        "搜索行空着时：回上一部分",
        0,
        palette=False,
        bound=False,
    ),
    Action(
        "about",
        "ctrl+g",
        PHRASES,
        "出处",
        "选中的这条从哪里来、用过几次、为什么排在这里",
        8,
        palette=False,
    ),
    Action("back", "escape", PHRASES, "回正文", "回到正文，光标还在原处", 7, palette=False),
    Action(
        "commit",
        "enter",
        FACTS,
        "记下，到下一个",
        "记下这个值，到下一个没填的",
        5,
        palette=False,
        bound=False,
    ),
    Action("previous_fact", "up", FACTS, "上一个", "到上一个事实", 6, palette=False),
    Action("next_fact", "down", FACTS, "下一个", "到下一个事实", 7, palette=False),
    Action("back", "escape", FACTS, "回正文", "回到正文，光标还在原处", 8, palette=False),
    Action("goto", "enter", FINDINGS, "去改", "到问题所在的地方", 5, palette=False, bound=False),
    Action("back", "escape", FINDINGS, "回正文", "回到正文，光标还在原处", 7, palette=False),
    Action("goto", "enter", PREVIEW, "去改这一行", "回到正文中这一行所在的地方", 5, palette=False),
    Action("export", "ctrl+e", PREVIEW, "导出", "导出", 6, palette=False),
    Action("close", "escape,f5", PREVIEW, "回正文", "回到正文", 7, palette=False),
    Action("help", "f1", HOME, "帮助", "显示全部按键", 90, palette=False),
    Action("accept", "enter", QUEUE, "收录", "收录这一条，到下一条没看过的", 5, palette=False),
    Action("reject", "delete", QUEUE, "不要", "不要这一条，到下一条没看过的", 6, palette=False),
    Action("help", "f1", REVIEW, "帮助", "显示全部按键", 90),
    Action("edit", "f2", REVIEW, "改", "改文字、主题、作用、空的种类等，再收录", 10),
    Action("merge", "f4", REVIEW, "并入", "并进另一条候选，或词句库里已有的一条", 20),
    Action("postpone", "f5", REVIEW, "搁置", "先放着，到下一条没看过的", 30),
    Action("filter", "f6", REVIEW, "筛选", "只看某种状态、大小、疑点或主题的", 40),
    Action("as_before", "f7", REVIEW, "照旧", "照以前对差不多的一条的结论办", 75),
    Action("next_undecided", "f8", REVIEW, "下一条没看的", "到后面第一条没看过的", 60),
    Action("undo", "ctrl+z", REVIEW, "撤销", "撤销上一个结论，可以一直撤，也能撤上次的", 35),
    Action("find", "ctrl+f", REVIEW, "查找", "只看含有这些字的候选", 50),
    Action("store", "ctrl+s", REVIEW, "写入词句库", "马上把结论写进词句库（退出时自动写入）", 45),
    Action("detail_up", "ctrl+pageup,ctrl+up", REVIEW, "上翻", "右边的内容往上翻", 0),
    Action("detail_down", "ctrl+pagedown,ctrl+down", REVIEW, "下翻", "右边的内容往下翻", 0),
)


def bindings(where: str) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Textual bindings of one place. They win over the widgets' own, which use some of the same keys."""
    return [
        Binding(action.keys, _target(action), action.short, show=False, priority=where in (WRITE, PREVIEW))
        for action in ACTIONS
        if action.where == where and action.bound
    ]


def _target(action: Action) -> str:
    # A pane beside the text acts on the draft through the screen, which alone may touch other panes.
    by_screen = action.where in (OUTLINE, QUEUE) or action.id == "about"
    by_screen = by_screen or (action.id == "back" and action.where != FACTS)
    return f"screen.{action.id}" if by_screen else action.id


def bar(*places: str) -> Iterator[Action]:
    """The actions the bar offers in these places, most useful first."""
    for place in places:
        yield from sorted((a for a in ACTIONS if a.where == place and a.bar), key=lambda action: action.bar)


_NAMES = {
    "enter": "Enter", "escape": "Esc", "tab": "Tab", "delete": "Del", "up": "↑", "down": "↓", "left": "←",
    "right": "→", "pageup": "PgUp", "pagedown": "PgDn",
}  # fmt: skip


def key_label(key: str) -> str:
    """A key as printed on screen: `ctrl+f` is ^F, `f2` is F2."""
    *held, last = key.split("+")
    name = _NAMES.get(last, last.upper())
    for modifier in reversed(held):
        name = f"^{name}" if modifier == "ctrl" else f"{modifier.title()}+{name}"
    return name
