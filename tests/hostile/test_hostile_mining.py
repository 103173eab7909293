"""Mining and reuse of everything that is broken: each broken file is one line, the rest is mined, nothing of anybody's is lost."""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_calls import FINISHED, OPEN, call, contents, owes, refused, warm

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and names of bytes")

REPORT = """示例小学2025年工作总结

2025年，学校全面贯彻落实党的教育方针，各项工作取得新进展。
一、主要工作
全年召开党员大会4次、支委会12次，开展主题党日活动12次，党员参学率达到98.5%。
二、存在的问题
一是理论学习不够深入。二是党员作用发挥不够充分。
"""
OTHER = REPORT.replace("示例小学", "示例中学").replace("4次", "6次")

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_BOMB = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))


def docx(path: Path, body: str, before: str = "", **parts: str) -> None:
    """A .docx with this body; `parts` are further parts below word/."""
    document = f'{before}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELS)
        package.writestr("word/document.xml", document)
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", text)


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(page: bytes, count: int = 1) -> bytes:
    """A PDF of one page without a text layer."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % count, page,
        b"<</Length 8>>stream\n0 0 m S \nendstream",
    )  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out + b"xref\n0 5\n0000000000 65535 f \n" + rows + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    )  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAFTER_HOME", str(tmp_path / "home"))
    warm(tmp_path / "home")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "1.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "old" / "2.txt").write_text(OTHER, encoding="utf-8")
    (tmp_path / "good.draft.toml").write_bytes(OPEN)
    return tmp_path


BROKEN = {
    "empty.txt": "空的",
    "blank.docx": "空的",
    "picture.txt": "图片",
    "program.txt": "程序",
    "noise.txt": "编码",
    "zeros.txt": "不是文本文件",
    "junk.docx": "损坏",
    "torn.docx": "损坏",
    "locked.docx": "密码",
    "entities.docx": "不允许的声明",
    "outside.docx": "不允许的声明",
    "swollen.docx": "大得不正常",
    "nested.docx": "嵌套太深",
    "numbering.docx": "损坏",
    "wordless.docx": "没有文字",
    "crowd.docx": "太多",
    "scan.pdf": "扫描件",
    "junk.pdf": "损坏",
    "ring.pdf": "损坏",
    "tags.html": "没有文字",
    "sparse.txt": "64 MB",
    "lines.jsonl 第 1 行": "JSON",
    "lines.jsonl 第 2 行": "JSON",
    "lines.jsonl 第 3 行": "（text）",
    "lines.jsonl 第 4 行": "（text）",
}
"""Where a fault is -> a word of its reason."""


def _spoil(folder: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "blank.docx").touch()
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "program.txt").write_bytes(b"\x7fELF" + bytes(200))
    (folder / "noise.txt").write_bytes(bytes((n * n * 7 + n * 131) % 256 or 1 for n in range(5000)))
    (folder / "zeros.txt").write_bytes(REPORT.encode() + bytes(500))
    (folder / "junk.docx").write_bytes(b"PK\x03\x04" + b"junk" * 100)
    (folder / "locked.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)
    )
    docx(
        folder / "entities.docx",
        paragraph("&j;"),
        f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaaaaaaaa">{_BOMB}]>',
    )
    docx(folder / "outside.docx", paragraph("&x;"), '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    docx(folder / "swollen.docx", paragraph("A" * 150_000_000))
    docx(
        folder / "nested.docx",
        "<w:tbl><w:tr><w:tc>" * 5000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 5000,
    )
    docx(folder / "numbering.docx", paragraph(REPORT), numbering="<broken")
    docx(folder / "wordless.docx", "")
    with zipfile.ZipFile(folder / "crowd.docx", "w") as package:
        for number in range(20_000):
            package.writestr(f"{number}", "")
    whole = folder / "torn.docx"
    docx(whole, paragraph(REPORT))
    whole.write_bytes(whole.read_bytes()[:-200])
    (folder / "scan.pdf").write_bytes(
        pdf(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>")
    )
    (folder / "ring.pdf").write_bytes(pdf(b"<</Type/Pages/Kids[2 0 R]/Count 9>>", 999_999_999))
    (folder / "junk.pdf").write_bytes(b"%PDF-1.7\n" + b"junk" * 200)
    (folder / "tags.html").write_text("<div>" * 50_000, encoding="utf-8")
    with (folder / "sparse.txt").open("wb") as stream:
        stream.truncate(2 * 1024**3)
    sound = json.dumps({"text": REPORT.replace("小学", "学校")}, ensure_ascii=False)
    lines = ["no json", "[" * 100_000, '{"text": 5}', '{"title": "x"}', sound]
    (folder / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], dict[str, object]]]:
    """One run over every broken file and three sound reports: the reasons by place, and the whole summary."""
    folder = tmp_path_factory.mktemp("spoilt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRAFTER_HOME", str(folder / "home"))
        warm(folder / "home")
        documents = folder / "documents"
        documents.mkdir()
        _spoil(documents)
        (documents / "1.txt").write_text(REPORT, encoding="utf-8")
        (documents / "2.txt").write_text(OTHER, encoding="utf-8")
        done = call("mine", documents, "-o", folder / "c.jsonl", "--json")
        owes(done)
        assert done.status == 1
        summary = json.loads(done.out)
        faults = {fault["where"].removeprefix(f"{documents}{os.sep}"): fault for fault in summary["faults"]}
        assert all(fault["todo"] for fault in faults.values())
        yield {where: fault["what"] for where, fault in faults.items()}, summary


@pytest.mark.parametrize("where", BROKEN)
def test_a_broken_file_among_sound_ones_is_one_fault_with_its_reason(
    where: str, told: tuple[dict[str, str], dict[str, object]]
) -> None:
    assert BROKEN[where] in told[0][where]


def test_what_is_sound_among_broken_files_is_mined_and_nothing_else_is_reported(
    told: tuple[dict[str, str], dict[str, object]],
) -> None:
    reasons, summary = told
    assert set(reasons) == set(BROKEN)
    assert summary["documents"] == 3
    assert summary["candidates"]


@posix
def test_pipes_rings_of_links_and_devices_in_a_folder_are_faults_and_nobody_waits(here: Path) -> None:
    os.mkfifo(here / "old" / "pipe.txt")
    (here / "old" / "self.txt").symlink_to("self.txt")
    (here / "old" / "gone.txt").symlink_to("nowhere.txt")
    (here / "old" / "zero.txt").symlink_to("/dev/zero")
    (here / "old" / "up").symlink_to("..")
    done = call("mine", "old", "-o", "c.jsonl")
    owes(done)
    assert done.status == 1
    told = [line for line in done.err.splitlines() if line.startswith("没有读：")]
    names = [re.findall(r"old/(\w+\.txt)", line) for line in told]
    assert names == [["gone.txt"], ["pipe.txt"], ["self.txt"], ["zero.txt"]]


@posix
def test_names_with_line_ends_commands_to_the_terminal_and_bytes_that_are_no_text_are_told_safely(
    here: Path,
) -> None:
    for name in ("a\nb.txt", "\x1b[31mred.txt", "\u202etxt.txt", "-o.txt", "长" * 80 + ".txt"):
        (here / "old" / name).write_text(REPORT, encoding="utf-8")
    (here / "old" / "bad\n\x1b[2J.docx").write_bytes(b"junk")
    try:
        (here / "old" / os.fsdecode(b"\xff\xfe.txt")).write_text(REPORT, encoding="utf-8")
        unwritable = 1
    except OSError:
        unwritable = 0  # Some file systems take no such names.
    done = call("mine", "old", "-o", "c.jsonl", "--json")
    owes(done)
    assert done.status == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\ud800-\udfff]", done.err)
    done.out.encode()
    assert len(json.loads(done.out)["faults"]) == 1 + unwritable
    assert json.loads(done.out)["documents"] == 7


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("empty",), "没有能读的文件"),
        (("nothing-here",), "找不到"),
        (("nothing-here.docx",), "找不到"),
        (("good.draft.toml",), "不认识这种格式"),
        (("old", "--jobs", "0"), "--jobs"),
        (("old", "--jobs", "-1"), "--jobs"),
        (("old", "--jobs", "1000"), "--jobs"),
        (("old", "--limit", "0"), "--limit"),
        (("old", "--limit", "5", "--all"), "--all"),
        (("old", "--min-support", "0"), "--min-support"),
        (("old", "--bank", "no-bank"), "词句库"),
    ],
)
def test_mining_nothing_or_with_wrong_numbers_is_refused(
    arguments: tuple[str, ...], word: str, here: Path
) -> None:
    (here / "empty").mkdir()
    before = contents(here)
    assert word in refused("mine", *arguments, "-o", "c.jsonl")
    left = contents(here)
    left.pop("c.jsonl.part", None)
    assert left == before


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("old/1.txt", "同一个"),
        ("old", "文件夹"),
        ("", "文件夹"),
        ("no/c.jsonl", "文件夹不存在"),
        ("report.docx", ".jsonl"),
        ("collection.jsonl", "里面不是候选"),
        ("长" * 200 + ".jsonl", "太长"),
        ("stranger.jsonl", "别的文件"),
        ("damaged.jsonl", "--restart"),
        ("folder.jsonl", "文件夹"),
    ],
)
def test_candidates_replace_nothing_but_candidates(output: str, word: str, here: Path) -> None:
    (here / "report.docx").write_bytes(b"somebody's report")
    (here / "collection.jsonl").write_text('{"text": "somebody\'s collection"}\n', encoding="utf-8")
    (here / "stranger.jsonl.part").write_bytes(b"SQLite format 3\0" + bytes(1000))
    ours = bytearray(b"SQLite format 3\0" + bytes(range(256)) * 16)
    ours[68:72] = b"drm1"
    (here / "damaged.jsonl.part").write_bytes(ours)
    (here / "folder.jsonl.part").mkdir()
    before = contents(here)
    assert word in refused("mine", "old", "-o", output)
    assert contents(here) == before


@posix
def test_a_pipe_in_the_place_of_the_work_file_is_refused_and_nobody_waits(here: Path) -> None:
    os.mkfifo(here / "c.jsonl.part")
    assert "普通文件" in refused("mine", "old", "-o", "c.jsonl")
    os.mkfifo(here / "d.jsonl")
    assert "普通文件" in refused("mine", "old", "-o", "d.jsonl")


def test_results_among_the_documents_bear_no_witness(here: Path) -> None:
    assert call("mine", "old", "-o", "old/c.jsonl").status == 0
    first = (here / "old" / "c.jsonl").read_bytes()
    (here / "old" / "c.verdicts.jsonl").write_text(
        '{"id": "c-0123456789ab", "verdict": "reject"}\n', encoding="utf-8"
    )
    assert call("mine", "old", "-o", "old/c.jsonl").status == 0
    assert (here / "old" / "c.jsonl").read_bytes() == first
    assert "不是文稿" in refused("mine", "old/c.jsonl", "-o", "d.jsonl")


def test_a_file_that_goes_away_while_others_are_read_is_a_fault(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tell(_bar: object, what: str, done: int, _whole: int) -> None:
        if (what, done) == ("read", 1):
            (here / "old" / "2.txt").unlink()

    monkeypatch.setattr("drafter.commands.mine._Bar.tell", tell)
    done = call("mine", "old", "-o", "c.jsonl", "--jobs", "1")
    owes(done)
    assert done.status == 1
    assert "2.txt：找不到" in done.err
    assert (here / "c.jsonl").stat().st_size


def test_ctrl_c_loses_nothing_and_the_next_run_ends_as_if_nothing_had_been(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("mine", "old", "-o", "c.jsonl").status == 0
    before = (here / "c.jsonl").read_bytes()

    def tell(_bar: object, what: str, done: int, _whole: int) -> None:
        if (what, done) == ("read", 1):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("drafter.commands.mine._Bar.tell", tell)
        assert call("mine", "old", "-o", "c.jsonl").status == 130
    assert (here / "c.jsonl").read_bytes() == before
    assert (here / "c.jsonl.part").exists()
    assert call("mine", "old", "-o", "c.jsonl").status == 0
    assert (here / "c.jsonl").read_bytes() == before
    assert not (here / "c.jsonl.part").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("nothing.docx", "-o", "n.draft.toml"), "找不到"),
        (("old", "-o", "n.draft.toml"), "文件夹"),
        (("old/1.txt", "-o", "old/1.txt", "--force"), "同一个"),
        (("good.draft.toml", "-o", "good.draft.toml", "--force"), "同一个"),
        (("old/1.txt", "-o", "2026.docx"), ".draft.toml"),
        (("old/1.txt", "-o", "good.draft.toml"), "已经存在"),
        (("old/1.txt", "-o", "no/n.draft.toml"), "文件夹不存在"),
        (("old/1.txt", "-o", "n.draft.toml", "--year", "0"), "--year"),
        (("old/1.txt", "-o", "n.draft.toml", "--year", "99999"), "--year"),
        (("old/1.txt", "-o", "n.draft.toml", "--outline", "nothing"), "提纲"),
        (("old/1.txt", "-o", "n.draft.toml", "--document", "0"), "--document"),
        (("old/1.txt", "-o", "n.draft.toml", "--document", "9"), "--document"),
        (("torn.draft.toml", "-o", "n.draft.toml"), "第 "),
        (("blank.txt", "-o", "n.draft.toml"), "没有文字"),
        (("title.txt", "-o", "n.draft.toml"), "没有正文"),
        (("scan.pdf", "-o", "n.draft.toml"), "扫描件"),
    ],
)
def test_reuse_of_what_is_no_report_or_onto_what_is_there_is_refused(
    arguments: tuple[str, ...], word: str, here: Path
) -> None:
    (here / "torn.draft.toml").write_bytes(FINISHED[: len(FINISHED) // 2].rsplit(b'"', 1)[0])
    (here / "blank.txt").write_text(" \n\u3000\n", encoding="utf-8")
    (here / "title.txt").write_text("示例小学2025年工作总结\n", encoding="utf-8")
    (here / "scan.pdf").write_bytes(pdf(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"))
    before = contents(here)
    assert word in refused("reuse", *arguments)
    assert contents(here) == before


ODD = f"""示例小学2025年工作总结
召开会议{{{{ x | y }}}}次，{{% for %}}{{# a #}}有【待填：党员总数】名，{{{{ 总结期间 }}}}。
\"\"\"
[section]
x = 1
\'\'\'
\\u0000
召开{"1" * 20_000}次会议。
0年和99999年，召开会议99999999999999999999次。
{"2025年12月31日" * 300}
{"“" * 300}{"”" * 300}
"""
"""The slot language, TOML, numbers and years without end, heaps of dates and quotes."""


@pytest.mark.parametrize("text", [ODD, "示例小学2025年工作总结\n一、加强领导\n二、狠抓落实\n三、存在问题\n"])
def test_reuse_of_odd_texts_and_of_bare_headings_keeps_every_character(text: str, here: Path) -> None:
    (here / "odd.txt").write_text(text, encoding="utf-8")
    owes(done := call("reuse", "odd.txt", "-o", "n.draft.toml", "--keep-values"))
    assert done.status == 0, done
    owes(done := call("export", "n.draft.toml", "-o", "n.txt"))
    assert done.status == 0, done
    assert _bare((here / "n.txt").read_text(encoding="utf-8")) == _bare(text)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_report_that_is_only_a_table_becomes_a_draft_with_that_table(here: Path) -> None:
    row = "<w:tr>" + f"<w:tc>{paragraph('示例支部')}</w:tc><w:tc>{paragraph('12')}</w:tc>" + "</w:tr>"
    docx(here / "table.docx", f"<w:tbl>{row * 3}</w:tbl>")
    owes(done := call("reuse", "table.docx", "-o", "n.draft.toml", "--keep-values"))
    assert done.status == 0, done
    owes(call("export", "n.draft.toml", "-o", "n.txt"))
    told = (here / "n.txt").read_text(encoding="utf-8")
    assert told.count("示例支部") == 3
    assert told.count("12") == 3
