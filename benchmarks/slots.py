"""What the costliest accepted templates take: each must stay below 100 ms and 10 MB, parsing included.

The peer is Jinja2's own immutable sandbox compiling and rendering an ordinary phrase.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from decimal import Decimal

from jinja2.sandbox import ImmutableSandboxedEnvironment

from benchmarks.table import arguments, in_turns, machine, median, report, table
from drafter.errors import DrafterError
from drafter.facts.values import Items, Number, Text, Value
from drafter.slots.template import parse_template

ORDINARY = "严格落实“三会一课”制度，召开支部党员大会{{ 大会 }}次、支部委员会会议{{ 支委会 }}次。"
FACTS: dict[str, Value] = {
    "大会": Number(Decimal(4)),
    "支委会": Number(Decimal(12)),
    "长": Items(tuple("1" * 50 for _ in range(200))),
    "大": Text("字" * 10_000),
    "数": Number(Decimal("9" * 15)),
}
WORST = {
    "an ordinary phrase": ORDINARY,
    "the longest text": "字" * 19_900 + "{{ 大会 }}",
    "190 values of 10,000 characters": "{{ 大 }}" * 190,
    "a loop over 200 items with 20 filters": "{% for 项 in 长 %}{{ 数" + " | 加(1)" * 20 + " }}{% endfor %}",
    "a loop that prints the most": "{% for 项 in 长 %}{{ 大 }}{% endfor %}",
    "the deepest conditions": "{% if 数 %}" * 11 + "{{ 大会 }}" + "{% endif %}" * 11,
    "the most conditions": "{% if 数 > 1 and 大会 > 1 %}一{% endif %}" * 55,
    "products of the longest numbers": "{{ 数 | 乘(数) }}" * 100,
    "brackets that are refused": "{{ " + "(" * 900 + "数" + ")" * 900 + " }}",
}


def ours(text: str) -> None:
    """Parse and print one text afresh; a refusal is an answer too."""
    parse_template.cache_clear()
    try:
        parse_template(text).render(FACTS.get)
    except DrafterError:
        return


def peer() -> None:
    """The same for an ordinary phrase, by the sandbox."""
    environment = ImmutableSandboxedEnvironment()
    environment.from_string(ORDINARY).render({"大会": 4, "支委会": 12})


def timed(job: Callable[[], None]) -> Callable[[], float]:
    """`job` as one that gives its processor seconds."""

    def run() -> float:
        start = time.process_time()
        job()
        return time.process_time() - start

    return run


def peak(text: str) -> float:
    """Peak memory of one text in MB."""
    tracemalloc.start()
    ours(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1024 / 1024


def main() -> None:
    """Measure and print."""
    given = arguments(__doc__ or "", 9).parse_args()
    jobs = {name: timed(lambda text=text: ours(text)) for name, text in WORST.items()}  # type: ignore[misc]
    sandbox = "the ordinary phrase, Jinja2 sandbox"
    results = in_turns({**jobs, sandbox: timed(peer)}, given.runs)
    rows = [
        [
            name,
            f"{median(times) * 1000:.2f}",
            f"{max(times) * 1000:.2f}",
            f"{peak(WORST[name]):.2f}" if name in WORST else "",
        ]
        for name, times in results.items()
    ]
    text = table(["template", "median ms", "worst ms", "peak MB"], rows)
    note = f"Parsed and printed afresh, {given.runs} runs in turns, processor time; {machine()}. Budget: 100 ms, 10 MB."
    report("slots", "Slots", f"{text}\n\n{note}", write=given.write)


if __name__ == "__main__":
    main()
