"""How fast checking is: one draft, one paragraph, a corpus, and loading the rules with their examples.

    python -m benchmarks.check [CORPUS.jsonl ...]

Every line of a corpus is a JSON object with "text"; without arguments ../shared/corpus is taken if present.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import arguments, machine, report, table
from drafter.check import Rules, check_text, load_rules

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
SENTENCES = (
    "2026年，学校党支部坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻党的二十大精神。",
    "严格落实“三会一课”制度，召开支部党员大会4次、支部委员会会议12次，书记讲党课4次，到会率94.4%。",
    "一是抓学习,全年集中学习24次（含自学12次）；二是抓落实，2026年3月8日召开推进会，形成《实施方案》。",
    "坚决反对形式主义、官僚主义、享乐主义和奢靡之风，增强政治意识、大局意识、核心意识、看齐意识。",
    "存在的问题和不足：理论学习不够深入，服务群众的办法不多；下一步将加强和改进支部工作。",
)
CHARACTERS = 24_000


def best(call: Callable[[], object], times: int = 7) -> float:
    """The shortest of `times` runs in milliseconds."""
    shortest = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        call()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest * 1000


def draft() -> str:
    """A text of CHARACTERS characters in paragraphs of about 600, no sentence twice."""
    paragraphs: list[str] = []
    number = 0
    while sum(len(paragraph) for paragraph in paragraphs) < CHARACTERS:
        sentences = []
        for sentence in SENTENCES * 2:
            number += 1
            sentences.append(f"第{number}项：{sentence}")
        paragraphs.append("".join(sentences))
    return "\n".join(paragraphs)[:CHARACTERS]


def corpus_row(path: Path, rules: Rules) -> list[str]:
    """The row of one corpus."""
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    size = sum(len(text.encode()) for text in texts) / 1e6
    spent = best(lambda: [check_text(text, rules, year=2026) for text in texts], 2)
    return [f"{path.name}, {size:.1f} MB", f"{size * 1000 / spent:.2f} MB/s", "3 MB/s"]


def main() -> None:
    """Measure and print."""
    parser = arguments("How fast checking is.", runs=7)
    parser.add_argument("corpus", nargs="*", type=Path, help='JSON lines with "text" (../shared/corpus)')
    given = parser.parse_args()
    rules, text = load_rules(), draft()
    paragraph = text.split("\n")[0]
    loading = best(load_rules.__wrapped__, 3)
    whole = best(lambda: check_text(text, rules, year=2026), given.runs)
    single = best(lambda: check_text(paragraph, rules, year=2026), given.runs)
    rows = [
        [f"loading {len(rules.rules)} rules, each with its examples", f"{loading:.1f} ms", ""],
        [f"a draft of {len(text):,} characters", f"{whole:.1f} ms", "40 ms"],
        [f"a paragraph of {len(paragraph)} characters", f"{single:.2f} ms", "2 ms"],
        *(corpus_row(path, rules) for path in given.corpus or sorted(CORPUS.glob("*.jsonl"))),
    ]
    note = f"Shortest of {given.runs} runs; {machine()}."
    report("check", "Checks", f"{table(['what', 'took', 'budget'], rows)}\n\n{note}", write=given.write)


if __name__ == "__main__":
    main()
