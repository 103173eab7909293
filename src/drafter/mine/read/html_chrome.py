"""What surrounds the text of a web page: menus, headers, footers, advertisements, told by tag, class and links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAGS: Final = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "iframe",
        "svg",
        "canvas",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "map",
        "textarea",
        "dialog",
        "rt",
        "rp",
    ]
)
_EDGES: Final = frozenset({"header", "footer"})
_KEPT: Final = frozenset(
    {"html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody"}
)
_WORDS: Final = frozenset(
    [
        "nav",
        "navbar",
        "navigation",
        "menu",
        "submenu",
        "topmenu",
        "footer",
        "foot",
        "bottom",
        "header",
        "top",
        "topbar",
        "sidebar",
        "side",
        "aside",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "comment",
        "comments",
        "share",
        "sharing",
        "bdshare",
        "related",
        "relate",
        "recommend",
        "recommended",
        "advert",
        "adverts",
        "advertisement",
        "ad",
        "ads",
        "adsbygoogle",
        "banner",
        "copyright",
        "pagination",
        "pager",
        "pages",
        "toolbar",
        "toolbox",
        "login",
        "search",
        "hot",
        "rank",
        "ranking",
        "tags",
        "taglist",
        "friendlink",
        "friendlinks",
        "links",
        "statement",
        "qrcode",
        "qr",
        "popup",
        "modal",
        "cookie",
        "skip",
        "prevnext",
        "prenext",
    ]
)
_PARTS = re.compile(r"[\s_\-]+")
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_LISTS: Final = frozenset({"ul", "ol", "menu", "dl"})
_LEAST_LINKS: Final = 3
_LINKED: Final = 0.8
_MOST: Final = 0.5
"""A block with more of the page's text than this is the page, however it is called."""
_TITLE: Final = 8
"""An h1 of so many characters is the title of the text and not the name of the site, and so is what holds it."""


_LEAST_CELLS: Final = 3
_LONG_CELL: Final = 150
"""Characters a cell: more is text and not a table."""


def tag_of(element: HtmlElement) -> str:
    """The name of an element, "" for what is none."""
    return element.tag.rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def is_layout(table: HtmlElement) -> bool:
    """Whether a table only lays out the page, as those of old pages do: few cells, or cells that hold a text."""
    cells = sum(1 for _ in table.iter("td", "th"))
    if cells < _LEAST_CELLS or next(table.iterdescendants("table", "h1", "h2", "h3"), None) is not None:
        return True
    return _lengths(table)[0] > _LONG_CELL * cells


class Chrome:
    """Tells what of the page under `root` is not its text."""

    def __init__(self, root: HtmlElement) -> None:
        self._whole = sum(_lengths(root)[0] for root in root.iterchildren("body")) or 1

    def drops(self, element: HtmlElement) -> bool:
        """Whether `element` and all inside it is to be left out."""
        tag = tag_of(element)
        if not tag or tag in _TAGS:
            return True
        if tag in _KEPT:
            return False
        if _hidden(element) or (tag in _EDGES and not _inside_article(element)):
            return not self._is_page(element)
        if tag in _LISTS:
            length, linked, links = _lengths(element)
            return links >= _LEAST_LINKS and linked > _LINKED * length and not self._is_page(element)
        return _named(element) and not self._is_page(element)

    def _is_page(self, element: HtmlElement) -> bool:
        if _lengths(element)[0] > _MOST * self._whole:
            return True
        return any(_lengths(head)[0] - _lengths(head)[1] >= _TITLE for head in element.iter("h1"))


def _hidden(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")[:500]))


def _named(element: HtmlElement) -> bool:
    """Whether a name of the element is a word for chrome, or begins or ends with one: nav-main, left_menu."""
    for name in (*element.get("class", "")[:500].split(), element.get("id", "")[:100]):
        parts = _PARTS.split(name.lower())
        if parts[0] in _WORDS or parts[-1] in _WORDS:
            return True
    return element.get("role", "") in ("navigation", "banner", "contentinfo", "complementary", "search")


def _inside_article(element: HtmlElement) -> bool:
    return any(tag_of(above) in ("article", "main") for above in element.iterancestors())


def _lengths(element: HtmlElement) -> tuple[int, int, int]:
    """Characters of text in `element`, those of them in links, and the number of links."""
    total = sum(len(text.strip()) for text in element.itertext())
    links = list(element.iter("a"))
    return total, sum(len(text.strip()) for link in links for text in link.itertext()), len(links)
