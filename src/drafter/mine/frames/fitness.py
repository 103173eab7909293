"""Whether a frame is worth a curator's look: complete, of a useful length, more than slots, free of debris."""

from __future__ import annotations

import re
from typing import Final

from drafter.mine.frames.marks import KINDS, MARK, literal
from drafter.mine.proposals.quotes import closable

_TORN_START: Final = re.compile(
    r"[的地得了着之等及和与或以而且也都又则就但却、，。；：！？）)》」』”’%％,.;:!?\]}\-—~～]|中的|上的|们|者|所以|因为|由于|如果"
)
_TORN_END: Final = re.compile(
    r"(?:[的地和与或及在对把被将为从向以使由是于、要]|[（(《“‘「『\[{<\-—]|以及|通过|根据|按照|为了|关于|对于|围绕|如何|指出|强调|表示|认为|提出)$"
)
_DEBRIS: Final = re.compile(
    r"[\ufffd{}<>|\\^~_=#*@□■◆●]|https?|www|[A-Za-z]{4,}|\.{3}|…|&\w+;|\d{5,}|[0-9]{1,2}:[0-9]{2}"
)
_OWN_NUMBER: Final = re.compile(r"[0-9]")
_TELLING: Final = re.compile(
    "记者|编辑|作者|来源|摄影|图为|据悉|供稿|撰稿|审核|点击|如图|报道|浏览|扫码|下载|电话|邮箱|网址"
)
_SPOKEN: Final = re.compile("(?:他|她|我|你|您)(?!们?[校镇县市乡区局国党])")
_LEANING: Final = re.compile(
    "(?:我们)?(?:要|将|应|须|能)(?!求|害|点|素|员|闻|来)|为(?!民|政|人|党)|是|来(?!信|访)|去|再|还|即|后|前"
)
_LAW: Final = re.compile(
    r"^第[一二三四五六七八九十百零]+[条章节款项]|前款|本(?:条例|办法|规定|法|决定)|处.{0,6}罚款|依照.{0,12}规定"
)
_CAPTION: Final = re.compile(r"[附续]?[图表]\s*[0-9一二三四五六七八九十]{1,3}(?![大小支张个时己])")
_PAIRS: Final = (("《", "》"), ("（", "）"), ("(", ")"), ("‘", "’"))
_PAIRED: Final = re.compile("[《》（）()‘’]")
_MOST_MARKS: Final = 4


def fitness(form: str) -> float:
    """0 for what no curator should see, else up to 1; `form` has marks for its slots."""
    words = literal(form)
    if len(words) < 4 or _DEBRIS.search(form) or _TELLING.search(form):
        return 0.0
    if _TORN_START.match(form) or _TORN_END.search(form) or _CAPTION.match(form):
        return 0.0
    open_quotes = form.count("“") - form.count("”")
    if _PAIRED.search(form) and any(form.count(opened) != form.count(closed) for opened, closed in _PAIRS):
        return 0.0
    # A quotation that lost its end is still a frame if a proposal can say where it ended.
    if open_quotes < 0 or (open_quotes and closable(form) != open_quotes):
        return 0.0
    marks = len(MARK.findall(form))
    if marks > _MOST_MARKS * (1 + len(form) // 40) or marks * 3 > len(words):
        return 0.0
    fit = 1.0
    # A figure that is no slot is a fact the next report does not share; so is what somebody said.
    for pattern, cost in ((_OWN_NUMBER, 0.3), (_SPOKEN, 0.3), (_LAW, 0.4)):
        if pattern.search(form):
            fit -= cost
    if _LEANING.match(form):
        fit -= 0.2
    if open_quotes:
        fit -= 0.2
    if form[0] in KINDS:
        fit -= 0.1
    if len(words) < 6:
        fit -= 0.1
    return max(fit, 0.05)
