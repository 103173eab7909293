"""Which characters the usual fonts of official documents lack, so that no name prints as a blank or a box.

仿宋_GB2312, 楷体_GB2312 and the like hold GB 2312-80 only; 仿宋, 楷体 and 黑体 of later systems hold GBK; what lies
beyond the basic plane needs SimSun-ExtB.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from drafter.document import Document

RARE_FONT = "SimSun-ExtB"

HINTED = re.compile("[“”‘’—…·×÷°±§]")
"""Characters Word sets in the Western font unless the run says eastAsia ([MS-OI29500] 2.1.88)."""

_PUNCTUATED = re.compile(r"[^\w]")

_REFERENCE = re.compile(rb"&#(\d{2,7});")
_CONTROLS = bytes(set(range(32)) - {9, 10} | {127})

# Python's gb2312 codec maps these two cells of the table to other code points than everyone types.
_ALSO_COVERED = frozenset("—·\t\n")
# Ticks and crosses (U+2713 to 2718) are set in tables by hand and are no emoji.
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u2712\u2719-\u27bf\ufe0f]")


def survey(text: str) -> tuple[frozenset[str], bool]:
    """The characters of `text` outside GB 2312, and whether it holds control characters other than tab and LF.

    The codec looks at a million characters in the time `set(text)` takes for a hundred thousand.
    """
    encoded = text.encode("gb2312", "xmlcharrefreplace")
    codes = {int(code) for code in _REFERENCE.findall(encoded)}
    outside = frozenset(chr(code) for code in codes if 0x80 <= code <= 0x10FFFF)
    if "&#" in text:
        # Some of the references were the writer's own words.
        outside = frozenset(each for each in outside if each in text)
    return outside, len(encoded.translate(None, _CONTROLS)) != len(encoded)


def wide(outside: Collection[str]) -> frozenset[str]:
    """Characters of the basic plane that GB 2312 lacks: they need the substitute font."""
    return frozenset(each for each in outside if each < "\U00010000" and _lacking(each))


def rare(outside: Collection[str]) -> frozenset[str]:
    """Characters beyond the basic plane, without emoji: they need RARE_FONT."""
    return frozenset(each for each in outside if each >= "\U00010000" and _lacking(each))


def notes(document: Document, outside: Collection[str], substitute: str) -> tuple[str, ...]:
    """What the writer should look at on paper: rare Han with the words around them (names!), private characters."""
    found = [
        (characters, font)
        for characters, font in ((wide(outside), substitute), (rare(outside), RARE_FONT))
        if characters
    ]
    messages = []
    for characters, font in found:
        listed = sorted(each for each in characters if _is_han(each) or unicodedata.category(each) == "Co")
        if listed:
            shown = "、".join(_in_context(each, document) for each in listed[:20])
            more = f"等 {len(listed)} 个字" if len(listed) > 20 else ""
            messages.append(
                f"生僻字 {shown}{more} 不在仿宋_GB2312 等字库里，已改用“{font}”；打印前请核对，人名尤其要看清"
            )
    return tuple(messages)


def emoji_note(document: Document) -> tuple[str, ...]:
    """A warning when there are emoji: they have no place in an official draft and print in no official font."""
    text = "".join(run.text for block in document.blocks for run in block.all_runs())
    found = [each for each in _EMOJI.findall(text) if not _in_gb2312(each) and each != "\ufe0f"]
    if not found:
        return ()
    shown = "".join(dict.fromkeys(found))[:10]
    return (f"稿件里有表情符号 {len(found)} 处（{shown}），公文中不宜使用，请改成文字",)


def _lacking(character: str) -> bool:
    if character < "\x80" or character in _ALSO_COVERED or _in_gb2312(character) or _EMOJI.match(character):
        return False
    # A mark or joiner set in another font than its letter would come apart from it.
    return unicodedata.category(character)[0] not in "MZ" and unicodedata.category(character) != "Cf"


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH")


def _in_context(character: str, document: Document) -> str:
    for block in document.blocks:
        for run in block.all_runs():
            at = run.text.find(character)
            if at >= 0:
                before, after = run.text[max(0, at - 2) : at], run.text[at + 1 : at + 3]
                around = _PUNCTUATED.split(before)[-1] + character + _PUNCTUATED.split(after)[0]
                return f"{character}（{around}）" if around != character else character
    return character
