"""TOML syntax faults in the words of the people who make them: Chinese, with the line and what to write.

tomllib stops at its first fault. A hand-edited file usually has the same slip on several lines, so each
faulty line is taken out and the rest parsed again, until what is left is only an effect of that.
"""

from __future__ import annotations

import re
import tomllib

from drafter.errors import Fault
from drafter.toml.lines import Lines

MAX_FAULTS = 20
_WORK = 1_000_000
"""Characters read again in search of further faults: keeps a huge broken file to about a second."""
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)
_QUOTES = "“”‘’＂＇「」„"
# A quote that is never closed takes the rest of the line along: looking for its end again and again would take ages.
_PROPER = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|\'[^\']*\'')
_CONTROL = re.compile(r"Illegal character '(\\x[0-9a-f]{2}|\\r)'")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f]")
_BARE_HAN = re.compile(r"\s*([^\s=\"'\[\]＝：:#]+)\s*=")
_BARE_HAN_HEADER = re.compile(r"\s*\[+\s*(?:[\w-]+\.)*([^\s\"'\[\]]+)\s*\]")
STRAIGHT_QUOTES = '文字两边要用半角双引号 "…"（文字里面的“ ”照常写）'


def syntax_faults(text: str, name: str, error: Exception) -> tuple[Fault, ...]:
    """Every syntax fault of `text` (1 to 20 of them), `error` being what tomllib raised for it first."""
    if isinstance(error, RecursionError):
        return (Fault("方括号或花括号套得太深", name, "请确认选对了文件"),)
    faults: list[Fault] = []
    lines = text.split("\n")
    problem: Exception | None = error
    most = max(1, min(MAX_FAULTS, _WORK // (len(text) + 1)))
    while problem is not None and len(faults) < most:
        line, column, message = _place(lines, problem)
        what, todo = _explain(lines, line, column, message)
        excerpt = _HIDDEN.sub("", lines[line - 1].strip())
        shown = f"：{excerpt[:40]}{'…' if len(excerpt) > 40 else ''}" if excerpt else ""
        faults.append(Fault(f"{what}{shown}", f"{name} 第 {line} 行", todo))
        if column == 0 or not excerpt:
            break
        # A faulty header still has to open a table, or every key below would seem to be given twice.
        lines[line - 1] = f"[fault-{len(faults)}]" if excerpt[0] in "[［【" else ""
        problem = _next_problem(lines)
    return tuple(faults)


def _next_problem(lines: list[str]) -> Exception | None:
    try:
        tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError) as error:
        # What only shows at the end of the file is most often an effect of the line just taken out.
        return None if "end of document" in str(error) else error
    return None


def _place(lines: list[str], error: Exception) -> tuple[int, int, str]:
    """Line and column from 1, and message; column 0 if what follows the fault cannot be judged."""
    found = _PLACE.match(str(error))
    message = found[1] if found else str(error)
    if found and found[2]:
        return int(found[2]), int(found[3]), message
    scan = Lines("\n".join(lines))
    if "overwrite" in message and scan.doubles:
        return scan.line_at(next(iter(scan.doubles.values()))), 1, message
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    if scan.stuck is not None:
        return min(scan.line_at(scan.stuck), last), 0, message
    return last, 0, message


def _explain(lines: list[str], number: int, column: int, message: str) -> tuple[str, str]:
    line = lines[number - 1]
    for explain in (_repeated, _full_width, _quoting, _control):
        if found := explain(lines, line, column, message):
            return found
    if "Invalid date" in message:
        return "没有这个日期", "请核对年月日，或给它加上半角双引号"
    if "Expected newline" in message:
        return "这一行的值后面还有多余的内容", f"一行只写一项；{STRAIGHT_QUOTES}"
    if "Expected '='" in message or "Invalid statement" in message:
        return "这一行不是“名称 = 值”的样子", '请写成 名称 = "内容"；说明文字前面加 #'
    open_list = column == 0 and line.partition("=")[2].lstrip()[:1] in ("[", "{")
    if open_list or "Unclosed" in message or "Expected ']" in message or "end of a table" in message:
        return "括号没有配对", "请补上缺少的 ] 或 }；如果文件从这里断了，请从备份恢复"
    return "这一行写法不对", f'请写成 名称 = "内容"；{STRAIGHT_QUOTES}'


def _repeated(lines: list[str], line: str, column: int, message: str) -> tuple[str, str] | None:
    if "overwrite" not in message and "twice" not in message and "immutable" not in message:
        return None
    scan = Lines("\n".join(lines))
    for path in scan.doubles:
        name = next(key for key in reversed(path) if isinstance(key, str))
        return f"“{name}”在第 {scan.line(*path)} 行已经写过一次", "请只留一处；多个同类的表要写成 [[名称]]"
    return "这一项前面已经写过一次", "请只留一处；多个同类的表要写成 [[名称]]"


def _full_width(lines: list[str], line: str, column: int, message: str) -> tuple[str, str] | None:
    bare = _PROPER.sub('""', line)
    bare = bare.split("#", 1)[0]
    head = bare.split("=", 1)[0]
    if "=" not in bare and ("＝" in bare or re.match(r"\s*[^\s“”]+?\s*[：:]", bare)):
        return "等号写成了全角 ＝ 或冒号", "请改成半角等号 ="
    if re.match(r"\s*[［【]", head) or re.match(r"\s*\[[^\]]*[］】]", bare):
        return "方括号写成了全角", "请改成半角方括号 [ ]"
    value = bare.split("=", 1)[-1].strip()
    if value[:1] in tuple(_QUOTES):
        return "引号写成了全角", f"{STRAIGHT_QUOTES}"
    if re.search(r"[［］【】]", value) and not value.startswith('"'):
        return "方括号写成了全角", "请改成半角方括号 [ ]"
    if "Expected newline" in message and re.search(r'(?:""|[\d\]}])\s*[，、；;,。]$', value):
        return "行末多了标点", "请删去值后面的标点"
    if "Unclosed" in message and re.search(r"[，、；]", value):
        return "逗号写成了全角", "请改成半角逗号 ,"
    if re.fullmatch(r"[０-９]+", value):
        return "数字写成了全角", "请改成半角数字"
    return None


def _quoting(lines: list[str], line: str, column: int, message: str) -> tuple[str, str] | None:
    if "Unterminated" in message or "Expected \"'" in message or "Illegal character '\\n'" in message:
        return "引号没有配对", "请在文字末尾补上半角双引号；如果文件从这里断了，请从备份恢复"
    if message.startswith(('Expected "', "Expected '''")):
        return "引号没有配对", "请在文字末尾补上同样的引号；如果文件从这里断了，请从备份恢复"
    if "Unescaped" in message or "hex value" in message or "scalar value" in message:
        return "文字里有反斜线 \\", "请把 \\ 写成 \\\\，或把整段改用半角单引号 '…'"
    if "Invalid statement" in message and line.lstrip()[:1] in tuple(_QUOTES):
        return "引号写成了全角", '名称两边要用半角双引号 "…"'
    name = _BARE_HAN.match(line) or _BARE_HAN_HEADER.match(line)
    if name and not name[1].isascii() and ("statement" in message or "key" in message):
        return "中文名称没有加引号", f'名称请写成 "{name[1]}"'
    value = line.partition("=")[2].strip()
    if "Expected newline" in message and value.startswith('"'):
        return "文字里面有半角双引号", "请把里面的改成“ ”，或把整段改用半角单引号 '…'"
    plain = value and value[0] not in "\"'[{"
    if plain and ("Invalid value" in message or "newline" in message):
        return "文字没有加引号", f'请写成 {line.partition("=")[0].strip()} = "{value[:20]}"'
    return None


def _control(lines: list[str], line: str, column: int, message: str) -> tuple[str, str] | None:
    if found := _CONTROL.search(message):
        return f"有一个看不见的控制字符 {found[1]}", "请删去它"
    return None
