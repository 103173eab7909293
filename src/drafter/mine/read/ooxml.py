"""Small questions put to WordprocessingML, and its parser: no entities, no network, no endless trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from drafter.docx_guard import ADVICE
from drafter.errors import FileProblem
from drafter.mine.read.number_formats import MAX_NUMBER

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACE: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_COMPATIBLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W: Final = f"{{{_NAMESPACE.decode()}}}"
CHOICE: Final = f"{_COMPATIBLE}Choice"
FALLBACK: Final = f"{_COMPATIBLE}Fallback"
ALTERNATIVES: Final = f"{_COMPATIBLE}AlternateContent"


def parse(xml: bytes, where: str) -> _Element:
    """The tree of a part that has passed the guard, elements only; raises FileProblem if it is not well formed."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        # Files saved as “Strict Open XML” differ in the namespace only.
        return etree.fromstring(xml.replace(_STRICT, _NAMESPACE), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise FileProblem("文件的正文已经损坏，或者嵌套太深", where=where, todo=ADVICE) from None


def value(element: _Element | None, name: str) -> str:
    """The w:val of the child `name`, "" if there is none."""
    child = None if element is None else element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")


def flag(element: _Element | None, name: str) -> bool | None:
    """What the switch `name` among the children says; None if it is not there."""
    child = None if element is None else element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val", "true") not in ("0", "false", "off")


def number(text: str | None, default: int) -> int:
    """The number 0 to MAX_NUMBER that `text` is, else `default`."""
    if text and len(text) < 8 and text.isascii() and text.isdigit():
        return min(int(text), MAX_NUMBER)
    return default
