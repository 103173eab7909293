"""Files to read, made on the spot: .docx from pieces of XML, PDF from placed lines of text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from drafter.mine.read import read
from drafter.mine.source import Source

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def part(name: str, inner: str) -> str:
    """A part of a .docx: `<w:name>` with `inner` in it."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {NAMESPACES}>{inner}</w:{name}>'


def docx_bytes(body: str, *, styles: str = "", numbering: str = "", title: str = "") -> bytes:
    """A .docx of the XML of its body, and of its styles and lists."""
    parts = {"[Content_Types].xml": _types(), "_rels/.rels": _links("officeDocument=word/document.xml")}
    parts["word/_rels/document.xml.rels"] = _links("styles=styles.xml", "numbering=numbering.xml")
    parts |= {"word/document.xml": part("document", f"<w:body>{body}</w:body>")}
    if styles:
        parts["word/styles.xml"] = part("styles", styles)
    if numbering:
        parts["word/numbering.xml"] = part("numbering", numbering)
    if title:
        parts["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>'
        )
    return packed(parts)


def _types() -> str:
    made = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{made}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"))
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{overrides}</Types>'
    )


def _links(*links: str) -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    inner = "".join(
        f'<Relationship Id="r{index}" Type="{kind}/{link.split("=")[0]}" Target="{link.split("=")[1]}"/>'
        for index, link in enumerate(links)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def packed(parts: dict[str, str]) -> bytes:
    """A zip archive of `parts`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    marks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{marks}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str = "", properties: str = "") -> str:
    """A paragraph; `content` is XML if it begins with a mark, else text."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def numbered(text: str, level: int = 0, use: int = 1) -> str:
    """A paragraph of the list `use`."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{use}"/></w:numPr>')


def level(index: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str, uses: str = "") -> str:
    """One list definition and the list 1 that follows it; `uses` are more w:num."""
    first = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{first}{uses}'


def read_one(path: Path, data: bytes) -> Source:
    """What reading gives of a file with the bytes `data`."""
    path.write_bytes(data)
    sources = list(read(path))
    assert len(sources) == 1
    return sources[0]


def read_body(folder: Path, body: str, *, styles: str = "", numbering: str = "", title: str = "") -> Source:
    """What reading gives of a .docx with the XML `body`."""
    return read_one(folder / "a.docx", docx_bytes(body, styles=styles, numbering=numbering, title=title))


def shown(source: Source) -> list[str]:
    """The lines of `source` that are not empty, as its line records tell them."""
    return [source.text[line.start : line.end] for line in source.lines if line.end > line.start]


def pdf_bytes(pages: Iterable[Iterable[tuple[float, float, str]]], size: float = 16.0) -> bytes:
    """A PDF whose pages hold lines (x, y, text) in points, in a Chinese face that every viewer knows by name."""
    objects: list[bytes] = [b"", b""]
    faces = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 [500]]/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    )
    objects.extend(faces)
    kids = []
    for lines in pages:
        shows = "".join(
            f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, text in lines
        ).encode()
        number = len(objects) + 1
        kids.append(b"%d 0 R" % number)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (number + 1)
        )
        objects.append(b"<</Length %d>>stream\n%sendstream" % (len(shows), shows))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return _pdf(objects)


def _pdf(objects: list[bytes]) -> bytes:
    written = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj" % number + content + b"endobj\n"
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(
        written + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )
