"""Doc → numbers, money, shares and dates with their spans; found by their writing, not by the parse.

"3 500" is always two tokens, so numbers are matched over the normalised text and then put back onto tokens.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from kg.doc import Doc, Sentence
from kg.lexicon import Lexicon
from kg.model import Bound, Date, Quantity, Span

HALF, HUNDRED, THOUSAND = Decimal("0.5"), Decimal(100), Decimal(1000)
PERCENT = "%"
OPENING = 60  # tokens: headline, dateline and the first sentence tell where an article is from
DIGITS = r"\d{1,3}(?:(?: {1,2}|\.)\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A quantity or a date where it stands; `start` and `end` are its tokens, unit included, bound left out."""

    span: Span
    start: int
    end: int
    value: Quantity | Date
    noun: str | None = None  # lemma of the counted noun ("salarié"), None for money, shares and dates


@dataclass(frozen=True, slots=True)
class _Patterns:
    number: re.Pattern[str]
    bound: re.Pattern[str]
    date: re.Pattern[str]
    fraction: re.Pattern[str]


def find_measures(doc: Doc, lexicon: Lexicon) -> tuple[Measure, ...]:
    """Return the quantities and dates of a document in text order; they do not overlap."""
    patterns = _patterns(lexicon)
    text = _lower(doc.text)
    found: list[Measure] = []
    for sentence in doc.sentences:
        taken: list[Span] = []
        for measure in (
            *_dates(doc, text, sentence, patterns, lexicon),
            *_fractions(doc, text, sentence, patterns, lexicon),
            *_quantities(doc, text, sentence, patterns, lexicon),
        ):
            if not any(measure.span.overlaps(span) for span in taken):
                taken.append(measure.span)
                found.append(measure)
    found.sort(key=lambda measure: measure.span)
    found = _in_local_money(doc, found, lexicon)
    return tuple(_with_shared_words(doc, found, lexicon))


def _lower(text: str) -> str:
    """Return a text in small letters, of the same length: to look for them costs a third of looking for either."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


def _in_local_money(doc: Doc, measures: list[Measure], lexicon: Lexicon) -> list[Measure]:
    """Return measures in the money of the places that an article begins with, where "dollars" may be of several."""
    words = [token.lower for token in doc.tokens[:OPENING]]
    local = [lexicon.maps["money-places"][word] for word in words if word in lexicon.maps["money-places"]]
    if not local:
        return measures
    found = []
    for measure in measures:
        written = measure.span.of(doc.text).lower()
        several = next((m for word, m in sorted(lexicon.maps["bare-money"].items()) if written.endswith(word)), "")
        unit = next((money for money in local if money in several.split()), None)
        if unit is not None and isinstance(measure.value, Quantity):
            measure = replace(measure, value=replace(measure.value, unit=unit))  # noqa: PLW2901
        found.append(measure)
    return found


def _with_shared_words(doc: Doc, measures: list[Measure], lexicon: Lexicon) -> Iterator[Measure]:
    """Yield measures with what others say for them: "3 millions d’euros contre 4 millions", "35 de ses 70 ouvriers"."""
    money: str | None = None
    for position, measure in enumerate(measures):
        value, after = measure.value, measures[position + 1] if position + 1 < len(measures) else None
        before = measures[position - 1] if position else None
        if isinstance(value, Quantity) and value.unit is None and measure.noun is None:
            is_large = doc.tokens[measure.end - 1].lower in lexicon.maps["magnitudes"]
            following = doc.tokens[measure.end].lower if measure.end < len(doc.tokens) else ""
            if is_large and money is not None and not lexicon.has("genitive-forms", following):
                value = replace(value, unit=money)
                measure = replace(measure, value=value)  # noqa: PLW2901
            elif after is not None and _is_unit_shared(doc, measure, after, lexicon):
                measure = _in_magnitude_of(doc, measure, after, lexicon)  # noqa: PLW2901
            elif after is not None and after.noun is not None and _is_part_of(doc, measure, after, lexicon):
                measure = replace(measure, noun=after.noun)  # noqa: PLW2901
            elif before is not None and before.noun is not None and _follows(doc, before, measure, lexicon):
                measure = replace(measure, noun=before.noun)  # noqa: PLW2901
        if isinstance(value, Quantity) and value.unit not in {None, PERCENT}:
            money = value.unit
        yield measure


def _is_unit_shared(doc: Doc, measure: Measure, after: Measure, lexicon: Lexicon) -> bool:
    """Tell whether a number is in the unit of what it became: "passe de 80 à 52 millions d’euros"."""
    is_money = isinstance(after.value, Quantity) and after.value.unit not in {None, PERCENT}
    is_from = measure.start > 0 and lexicon.has("genitive-forms", doc.tokens[measure.start - 1].lower)
    return is_money and is_from and _follows(doc, measure, after, lexicon)


def _in_magnitude_of(doc: Doc, measure: Measure, after: Measure, lexicon: Lexicon) -> Measure:
    """Return a number in the millions and the currency of another."""
    words = (token.lower for token in doc.tokens[after.start : after.end])
    factor = next(
        (Decimal(lexicon.maps["magnitudes"][word]) for word in words if word in lexicon.maps["magnitudes"]), None
    )
    if not isinstance(measure.value, Quantity) or not isinstance(after.value, Quantity):
        return measure
    value = measure.value.value * (factor or Decimal(1))
    return replace(measure, value=replace(measure.value, value=value, unit=after.value.unit))


def _follows(doc: Doc, before: Measure, measure: Measure, lexicon: Lexicon) -> bool:
    """Tell whether a number is what another became: "de 60 salariés à 95"."""
    return before.end + 1 == measure.start and lexicon.has("dative-forms", doc.tokens[before.end].lower)


def _is_part_of(doc: Doc, measure: Measure, whole: Measure, lexicon: Lexicon) -> bool:
    """Tell whether a number is of what follows: "35 de ses 70 ouvriers", "120 des 190 postes"."""
    between = [token.lower for token in doc.tokens[measure.end : whole.start]]
    is_open = bool(between) and lexicon.has("genitive-forms", between[0])
    return is_open and all(
        any(lexicon.has(name, word) for name in ("definite-determiners", "possessives")) for word in between[1:]
    )


@cache
def _patterns(lexicon: Lexicon) -> _Patterns:
    maps = lexicon.maps
    units = {**maps["percent-signs"], **maps["currencies"], **maps["scaled-currencies"]}
    words = _alternatives({**maps["number-words"], **maps["collective-numbers"]})
    magnitude = _alternatives(maps["magnitudes"])
    unit = "|".join(_bounded(word) for word in sorted(units, key=lambda word: (-len(word), word)))
    half = "|".join(re.escape(word) for word in sorted(lexicon.lists["half-phrases"]))
    months = _alternatives(maps["months"])
    joined = _before_noun(lexicon.lists["genitive-forms"])
    articles = _before_noun(lexicon.lists["definite-determiners"] | lexicon.lists["genitive-forms"])
    whole = "|".join(re.escape(word) for word in sorted(lexicon.lists["genitive-forms"]))
    return _Patterns(
        fraction=re.compile(
            rf"\b(?:(?P<count>{words}) )?(?P<fraction>{_alternatives(maps['fractions'])})(?= (?:{whole}))",
        ),
        number=re.compile(
            rf"(?<![\w.,-])(?P<sign>[-\u2212](?=\d))?(?P<prefix>[$€£])? ?"
            rf"(?P<number>{DIGITS}|\b(?:{words})\b(?:[ -](?:{words})\b)*)"
            rf"(?:[ -]?(?P<magnitude>{magnitude})(?![\w])(?P<half> (?:{half}))?)?"
            rf"(?: ?(?:{joined})?(?P<unit>{unit}))?(?![^\W\d_])",
        ),
        bound=re.compile(rf"(?:{_alternatives(maps['bounds'])})\s*(?:{articles})?$"),
        date=re.compile(
            rf"\b(?:(?P<day>[12]?\d|3[01])(?:er)? )?(?P<month>{months}) (?P<year>[12]\d{{3}})\b"
            r"|(?<![\w.,-])(?P<bare>(?:1[6-9]|20)\d{2})(?![\w%€$]|[.,]\d| ?\d)",
        ),
    )


def _fractions(doc: Doc, text: str, sentence: Sentence, patterns: _Patterns, lexicon: Lexicon) -> Iterator[Measure]:
    """Yield parts of a whole as shares: "la moitié du personnel", "les trois quarts du capital"."""
    maps = lexicon.maps
    words = text[sentence.span.start : sentence.span.end]
    if not any(fraction in words for fraction in maps["fractions"]):
        return  # to know that costs a tenth of looking for where they stand
    for match in patterns.fraction.finditer(text, sentence.span.start, sentence.span.end):
        tokens = _tokens_of(doc, sentence, Span(match.start("fraction"), match.end("fraction")))
        if tokens is None:
            continue
        value = Decimal(maps["fractions"][match["fraction"]]) * Decimal(
            maps["number-words"].get(match["count"] or "", "1")
        )
        start, end = tokens
        bound = _bound(text, sentence, match, patterns, lexicon)
        yield Measure(
            span=doc.span(start, end), start=start, end=end, value=Quantity(value=value, unit=PERCENT, bound=bound)
        )


def _before_noun(words: Iterable[str]) -> str:
    """Return a pattern for words that stand before a noun: elided ones touch it, the others leave a space."""
    return "|".join(re.escape(word) + ("" if word.endswith("'") else " ") for word in sorted(words))


def _bounded(word: str) -> str:
    return re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "")


def _alternatives(words: Mapping[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _tokens_of(doc: Doc, sentence: Sentence, span: Span) -> tuple[int, int] | None:
    first, last = span
    inside = []
    for token in doc.tokens[sentence.start : sentence.end]:
        start, end = token.span
        if start >= last:
            break
        if first < end:
            inside.append(token.index)
    return (inside[0], inside[-1] + 1) if inside else None


def _dates(doc: Doc, text: str, sentence: Sentence, patterns: _Patterns, lexicon: Lexicon) -> Iterator[Measure]:
    months = lexicon.maps["months"]
    for match in patterns.date.finditer(text, sentence.span.start, sentence.span.end):
        span = Span(match.start(), match.end())
        tokens = _tokens_of(doc, sentence, span)
        if tokens is None:
            continue
        if match["bare"]:
            if not _is_year(doc, sentence, tokens[0], lexicon):
                continue
            date = match["bare"]
        else:
            date = f"{match['year']}-{months[match['month']]}"
            date += f"-{int(match['day']):02d}" if match["day"] else ""
        yield Measure(span=span, start=tokens[0], end=tokens[1], value=Date(date=date))


def _is_year(doc: Doc, sentence: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Tell whether a bare number is a year by what stands before it: "en 1985", "remonte à 1985"."""
    before = doc.tokens[index - 1].lower if index > sentence.start else ""
    if lexicon.has("date-prepositions", before):
        return True
    is_dated = index > sentence.start + 1 and lexicon.has("dating-verbs", doc.tokens[index - 2].lemma)
    return is_dated and (lexicon.has("genitive-forms", before) or lexicon.has("dative-forms", before))


def _quantities(doc: Doc, text: str, sentence: Sentence, patterns: _Patterns, lexicon: Lexicon) -> Iterator[Measure]:
    for match in patterns.number.finditer(text, sentence.span.start, sentence.span.end):
        value = _value(match["number"], lexicon)
        tokens = _tokens_of(doc, sentence, Span(match.start("number"), match.end()))
        if value is None or tokens is None:
            continue
        if match["half"]:  # "deux milliards et demi"
            value += HALF
        if match["magnitude"]:
            value *= Decimal(lexicon.maps["magnitudes"][match["magnitude"]])
        written = match["unit"] or match["prefix"] or ""
        scale, _, scaled = lexicon.maps["scaled-currencies"].get(written, "1").partition(" ")
        value *= Decimal(scale)
        unit = lexicon.maps["percent-signs"].get(written) or lexicon.maps["currencies"].get(written) or scaled or None
        if match["sign"] and unit is not None:
            value = -value
        start, end = tokens
        noun: str | None = None
        if unit is None:
            noun, end = _counted(doc, sentence, end, lexicon)
            if noun is None and not match["number"][0].isdigit():
                continue  # number words alone count nothing
            if value == 1 and not match["number"][0].isdigit():
                continue  # an article
        yield Measure(
            span=doc.span(start, end),
            start=start,
            end=end,
            value=Quantity(value=value, unit=unit, bound=_bound(text, sentence, match, patterns, lexicon)),
            noun=noun,
        )


def _value(written: str, lexicon: Lexicon) -> Decimal | None:
    if written[0].isdigit():
        grouped = re.fullmatch(r"\d{1,3}(?:(?: {1,2}|\.)\d{3})+(?:,\d+)?", written)
        plain = written.replace(" ", "").replace(".", "") if grouped else written
        return Decimal(plain.replace(",", "."))
    words = lexicon.maps["number-words"]
    collective = lexicon.maps["collective-numbers"]
    total = current = Decimal(0)
    for word in [written] if written in words else written.replace("-", " ").split():
        number = Decimal(collective.get(word) or words.get(word) or 0)
        if word in collective or number in {HALF, HUNDRED}:
            current = number * max(current, Decimal(1))
        elif number >= THOUSAND:
            total, current = total + number * max(current, Decimal(1)), Decimal(0)
        else:
            current += number
    return (total + current) or None


def _counted(doc: Doc, sentence: Sentence, end: int, lexicon: Lexicon) -> tuple[str | None, int]:
    """Return the lemma of the noun that the number counts and the end of its tokens ("3 500 travailleurs")."""
    index = end
    while index < sentence.end and index < end + 3:
        token = doc.tokens[index]
        if index > end and lexicon.has("time-nouns", token.lemma):
            break  # "contre 15 millions un an plus tôt"
        if token.pos == "NOUN" or (token.pos == "ADJ" and token.base_dep in {"nsubj", "obj", "obl", "nmod"}):
            return token.lemma, index + 1
        if token.pos == "ADJ" or (index == end and lexicon.has("indefinite-determiners", token.lower)):
            index += 1
            continue
        break
    return None, end


def _bound(text: str, sentence: Sentence, number: re.Match[str], patterns: _Patterns, lexicon: Lexicon) -> Bound | None:
    start = number.start()
    before = text[max(sentence.span.start, start - 30) : start]
    match = patterns.bound.search(before)
    if match is None:
        is_collective = (
            number.re is patterns.number and number["number"].split()[-1] in lexicon.maps["collective-numbers"]
        )
        return Bound.ABOUT if is_collective else None  # "une dizaine"
    written = next(word for word in sorted(lexicon.maps["bounds"], key=len, reverse=True) if match[0].startswith(word))
    return Bound(lexicon.maps["bounds"][written])
