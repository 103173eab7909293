"""Text of any encoding Chinese offices meet: UTF-8, UTF-16, GB18030 (GBK, GB2312) and Big5.

GB18030 reads nearly every byte sequence without an error, Big5 included, so that “no error” proves nothing: readings are
judged by how much of what is not ASCII are characters everybody uses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from drafter.errors import FileProblem

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_GUESSES: Final = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_NAMES: Final = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030（GBK）",
    "big5hkscs": "Big5（繁体）",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_SAMPLE: Final = 64 * 1024
_LEAST: Final = 0.25
"""Right readings of Chinese have at least .45 of their signs among the usual ones, wrong ones at most .15."""

_CLOSE: Final = 0.1
_MAX_BAD: Final = 0.01
"""Share of characters that may be damaged before a file is no text in that encoding."""

_USUAL: Final = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事"
    "只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者"
    "向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市"
    "体别处总才场师书比住员九性通目华报立马命张活难神数件安表原车白应路期叫常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清"
    "物台象记边共风战干接它许八特觉望直服建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展"
    "该领传近红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写极令德收倒未持取设始版历史千商容研像"
    "找友孩站广改议形委早房音火际则首单据导影失拿网似专石若校读志观争究包组造落视济离约县镇乡村局党支贯彻落实督促创督查监督组织宣传群众"
    "年度总结工作会议方案措施问题整改责任规范加强推进开展活动精神学习干部职工服务管理质量提升完善机制"
    "這來時國個們為說對過學後發開會現經動長樣將與進實點種聲話問機給業間門東氣關並產場師書員報馬難數車應處總體風戰許覺請讓認論義術結資隊帶"
    "條變聯權該領傳紅決辦運區轉眾輕語滿極錢黨設歷廣議際則單據導網專讀觀爭組視濟離約縣鎮鄉貫徹實創監織傳問題責範強質機還從當沒頭見兩務"
    "幾電號萬滿陽陳劉張應戶歲舉辦"
)
_SIGNS: Final = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』—…·　％〇○①②③④⑤﹐﹑．－～")
_ODD: Final = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_BREAKS: Final = {0x0B: 0x0A, 0x0C: 0x0A, 0x85: 0x0A, 0x2028: 0x0A, 0x2029: 0x0A}
_TODO: Final = "请用记事本或 WPS 打开，看到文字正常后另存为 UTF-8 编码再试"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with line feeds at its line ends, and a Chinese `note` on its encoding, "" for plain UTF-8."""

    text: str
    note: str = ""


def decode(data: bytes, where: str, declared: str = "") -> Decoded:
    """The text of `data`; `declared` is the encoding the file claims, believed if the text can be read with it.

    Raises FileProblem if it is no text or in no encoding known here.
    """
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    if encoding:
        text = data.decode(encoding, "replace")
        note = "" if encoding == "utf-8-sig" else f"按 {encoding.upper()} 编码读入"
    else:
        encoding, note = _encoding_of(data, declared, where)
        text = data.decode(encoding, "replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd") if "\ufffd" in text else 0
    if bad > max(3, _MAX_BAD * len(text)):
        raise FileProblem("认不出文字的编码，或者文件已经损坏", where=where, todo=_TODO)
    if bad > 0:
        note = f"{note}；" if note else ""
        note += f"有 {bad} 处坏字，读成了“\ufffd”"
    if len(_ODD.findall(text)) > _MAX_BAD * len(text):
        raise FileProblem("这不是文本文件", where=where, todo="请确认选对了文件")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text.translate(_BREAKS) if _has_break(text) else text, note)


def _has_break(text: str) -> bool:
    return any(chr(code) in text for code in _BREAKS)


def _encoding_of(data: bytes, declared: str, where: str) -> tuple[str, str]:
    """The encoding of bytes without a mark, and the note on it."""
    if b"\0" not in data and _reads(data, "utf-8"):
        return "utf-8", ""
    if declared and _reads(data, declared):
        return declared, ""
    sample = data[:_SAMPLE]
    scores = {name: _score(sample, name) for name in _GUESSES}
    best = max(scores, key=lambda name: scores[name])
    rivals = [name for name in scores if name != best and scores[best] - scores[name] < _CLOSE]
    if scores[best] >= _LEAST and not rivals:
        return best, f"没有标明编码，按 {_NAMES[best]} 读入"
    guessed = _second_opinion(sample)
    if guessed and _reads(data, guessed):
        return guessed, f"没有标明编码，猜作 {_NAMES.get(guessed, guessed)} 读入，请核对"
    if scores[best] < _LEAST / 2 and not _reads(data, best):
        raise FileProblem("认不出文字的编码，或者文件已经损坏", where=where, todo=_TODO)
    return best, f"没有标明编码，猜作 {_NAMES[best]} 读入，请核对"


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def _score(sample: bytes, encoding: str) -> float:
    """From 0 (nonsense) to 1: the share of usual characters among those that are not ASCII, less what is damaged."""
    text = sample.decode(encoding, "replace")
    # The sample may be cut inside a character.
    if len(sample) == _SAMPLE:
        text = text[:-1]
    signs = [sign for sign in text if sign > "\x7f"]
    if not signs or _ODD.search(text):
        return 0.0
    usual = sum(sign in _USUAL or sign in _SIGNS for sign in signs)
    return usual / len(signs) - 4 * text.count("\ufffd") / len(text)


def _second_opinion(sample: bytes) -> str:
    """What charset-normalizer takes the bytes for, as a codec of Python; "" if it has no idea."""
    from charset_normalizer import from_bytes

    found = from_bytes(
        sample, cp_isolation=["utf_8", "gb18030", "big5hkscs", "big5", "utf_16", "utf_16_le", "utf_16_be"]
    )
    best = found.best()
    name = best.encoding.replace("_", "-") if best else ""
    return {"big5": "big5hkscs"}.get(name, name)
