"""What the slots of a report were filled with: one value for each fact, such that everything prints as it did.

Every text of the report comes as the pieces that printed it. A piece whose fact has another value elsewhere never
forces the two into one: it gets a fact of its own, or stays as plain words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from drafter.compose import FactScope
from drafter.draft import Draft, Paragraph
from drafter.errors import DrafterError
from drafter.facts.spec import PARAGRAPH, FactSpec, Kind, Vocabulary, is_open, parse_fact
from drafter.facts.values import Number, Value
from drafter.reuse.pattern import Blank, Branches, Fixed, Printed
from drafter.slots.template import OpenFact, Scope, evaluate, names_of, parse_template
from drafter.slots.tree import Call, Constant, Expression, Name, Test

Owner = tuple[int, int]
"""A paragraph: section and paragraph index."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somewhere `expression`, of one fact, printed `shown`."""

    expression: Expression
    shown: str


@dataclass(frozen=True, slots=True)
class Values:
    """The facts found, as one types them: of the whole draft, and of single paragraphs."""

    document: Mapping[str, str]
    paragraphs: Mapping[Owner, Mapping[str, str]] = field(default_factory=dict)

    def of(self, owner: Owner | None) -> Mapping[str, str]:
        """The facts of one paragraph alone."""
        return self.paragraphs.get(owner, {}) if owner else {}


Texts = Sequence[tuple[Owner | None, Sequence[Printed]]]
"""The texts of a report: the paragraph each stands in (None: title, heading and the like) and its pieces."""


def solve(texts: Texts, vocabulary: Vocabulary) -> Values:
    """The value of every fact that the pieces of `texts` tell, the one that most of its places agree on."""
    document: dict[str, list[Claim]] = {}
    own: dict[Owner, dict[str, list[Claim]]] = {}
    for owner, pieces in texts:
        for name, claim in _claims(pieces):
            mine = owner is not None and vocabulary.spec(name).scope == PARAGRAPH
            place = own.setdefault(owner, {}) if mine and owner is not None else document
            place.setdefault(name, []).append(claim)
    facts = _values(document, vocabulary)
    _without_computed(facts, document, vocabulary)
    _solve_sums(facts, texts, vocabulary)
    _solve_equals(facts, [piece for _, pieces in texts for piece in pieces])
    return Values(facts, {owner: _values(claims, vocabulary) for owner, claims in own.items()})


def _claims(pieces: Sequence[Printed]) -> Iterator[tuple[str, Claim]]:
    for each in pieces:
        match each.piece:
            case Blank(_, expression):
                names = names_of(expression)
                if len(names) == 1 and not is_open(each.shown):
                    yield names[0], Claim(expression, each.shown)
            case Branches(_, branches):
                test = branches[each.taken][0] if each.taken >= 0 else None
                match test:
                    case Test("eq", Name(name), Constant(value)):
                        yield name, Claim(Name(name), value.text())
                yield from _claims(each.inner)


def _values(claims: Mapping[str, Sequence[Claim]], vocabulary: Vocabulary) -> dict[str, str]:
    found = {name: _value(vocabulary.spec(name), mine) for name, mine in claims.items()}
    return {name: typed for name, typed in found.items() if typed}


def _value(spec: FactSpec, claims: Sequence[Claim]) -> str:
    """The typed value that prints as most of `claims` say; "" if there is none.

    A number written in characters (十二) prints otherwise than any value, but tells one.
    """
    votes: Counter[str] = Counter()
    for typed in dict.fromkeys(_candidates(spec, claims)):
        value = _parsed(spec, typed)
        if value is not None:
            votes[typed] = sum(_prints(claim, spec.name, value) for claim in claims)
    best = votes.most_common(1)
    if best and (best[0][1] or spec.kind.numeric):
        return best[0][0] if best[0][1] else _text_of(spec, best[0][0])
    return ""


def _text_of(spec: FactSpec, typed: str) -> str:
    value = _parsed(spec, typed)
    return value.text() if value else typed


def _candidates(spec: FactSpec, claims: Sequence[Claim]) -> Iterator[str]:
    by_filter = {c.expression.filter: c.shown for c in reversed(claims) if isinstance(c.expression, Call)}
    if "起" in by_filter and "止" in by_filter:
        yield f"{by_filter['起']}至{by_filter['止']}"
    for claim in claims:
        match claim.expression:
            case Call("年份"):
                yield f"{claim.shown}年"
            case Call("月日"):
                yield from (f"{year}{claim.shown}" for year in _years(by_filter))
            case Call("汉字"):
                yield _text_of(spec, claim.shown)
            case _:
                yield claim.shown


def _years(by_filter: Mapping[str, str]) -> Iterator[str]:
    if "年份" in by_filter:
        yield by_filter["年份"] + "年"
    if "年度" in by_filter:
        yield by_filter["年度"]


def _parsed(spec: FactSpec, typed: str) -> Value | None:
    try:
        return parse_fact(spec, typed)
    except DrafterError:
        return None


def _prints(claim: Claim, name: str, value: Value) -> bool:
    try:
        return evaluate(claim.expression, {name: value}.get).text() == claim.shown
    except (DrafterError, OpenFact):
        return False


def _without_computed(
    facts: dict[str, str], claims: Mapping[str, Sequence[Claim]], vocabulary: Vocabulary
) -> None:
    """Drops what a formula computes from the other facts, so that next year it is computed again."""
    for name in [name for name in facts if vocabulary.spec(name).formula]:
        typed = facts.pop(name)
        computed = _value_in(FactScope(Draft(facts=facts), vocabulary), name)
        if computed is None or not all(_prints(claim, name, computed) for claim in claims[name]):
            facts[name] = typed


def _value_in(scope: Scope, name: str) -> Value | None:
    try:
        return scope(name)
    except OpenFact:
        return None


def _solve_sums(facts: dict[str, str], texts: Texts, vocabulary: Vocabulary) -> None:
    """A sum or difference that was printed gives the one fact in it that nothing else tells."""
    for _, pieces in texts:
        for each in pieces:
            match each.piece:
                case Blank(_, Call("加" | "减" as sign, Name(left), (Name(right),))):
                    _solve_sum(facts, vocabulary, sign, left, right, each.shown)


def _solve_sum(
    facts: dict[str, str], vocabulary: Vocabulary, sign: str, left: str, right: str, shown: str
) -> None:
    known = _number(vocabulary, left, facts.get(left, "")), _number(vocabulary, right, facts.get(right, ""))
    result = _number(vocabulary, left, shown)
    match (*known, result):
        case (None, Decimal() as second, Decimal() as total):
            facts[left] = str(total + second if sign == "减" else total - second)
        case (Decimal() as first, None, Decimal() as total):
            facts[right] = str(first - total if sign == "减" else total - first)


def _solve_equals(facts: dict[str, str], pieces: Sequence[Printed]) -> None:
    """Words that stand only if two facts are the same, and do stand, give the one that nothing else tells."""
    for each in pieces:
        match each.piece:
            case Branches(_, branches) if each.taken >= 0:
                match branches[each.taken][0]:
                    case Test("eq", Name(left), Name(right)) if left not in facts and right in facts:
                        facts[left] = facts[right]
                    case Test("eq", Name(left), Name(right)) if right not in facts and left in facts:
                        facts[right] = facts[left]


def _number(vocabulary: Vocabulary, name: str, typed: str) -> Decimal | None:
    spec = vocabulary.spec(name)
    value = None if is_open(typed) or spec.kind is not Kind.COUNT else _parsed(spec, typed)
    return value.amount if isinstance(value, Number) and not value.approximate and not value.scale else None


@dataclass(slots=True)
class Rewriter:
    """Writes texts with slots again, so that with `values` they print what they printed.

    `own` are the facts it had to make because one name had two values: name to value.
    """

    values: Values
    vocabulary: Vocabulary
    own: dict[str, str] = field(default_factory=dict)
    _made: dict[tuple[str, str], str] = field(default_factory=dict)
    _scope: FactScope = field(init=False)

    def __post_init__(self) -> None:
        self._scope = FactScope(Draft(facts=self.values.document), self.vocabulary)

    def text(self, pieces: Sequence[Printed], owner: Owner | None) -> str:
        """The text in the slot language for `pieces`."""
        scope = self._scope.of_paragraph(Paragraph(facts=self.values.of(owner)))
        return "".join(self._piece(each, scope) for each in pieces)

    def _piece(self, each: Printed, scope: Scope) -> str:
        match each.piece:
            case Fixed():
                return each.shown
            case Blank(source, expression):
                if self._made_of(source, scope) == each.shown or is_open(each.shown):
                    return source
                return self._han(expression, each.shown, scope) or self._own(expression, each.shown)
            case Branches(source):
                if self._made_of(source, scope) == each.shown:
                    return source
                return "".join(self._piece(inner, scope) for inner in each.inner)

    def _made_of(self, source: str, scope: Scope) -> str | None:
        try:
            return "".join(run.text for run in parse_template(source).render(scope))
        except DrafterError:
            return None

    def _han(self, expression: Expression, shown: str, scope: Scope) -> str:
        """四 is the value 4 printed another way."""
        if isinstance(expression, Name):
            for call in ("汉字", '汉字("两")'):
                source = f"{{{{ {expression.name} | {call} }}}}"
                if self._made_of(source, scope) == shown:
                    return source
        return ""

    def _own(self, expression: Expression, shown: str) -> str:
        names = names_of(expression)
        call = expression.filter if isinstance(expression, Call) and len(names) > 1 else ""
        base = names[0] + call
        if shown != shown.strip() or not shown:
            return shown
        made = self._made.get((base, shown))
        if made is None:
            taken = {*self.values.document, *self.vocabulary, *self.own}
            made = next(
                name for name in (base, *(f"{base}{n}" for n in range(2, 10_000))) if name not in taken
            )
            self._made[base, shown] = made
            self.own[made] = shown
        return f"{{{{ {made} }}}}"
