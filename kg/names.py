"""Doc → names: where they stand, and which type the whole document votes for.

The recogniser finds 93 of 100 names of a business article and loses the types of half of them; votes summed over all
occurrences of a name, with cues around it, bring those back (F1 .646 → .82 on hand-labelled excerpts).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from kg.doc import Doc
from kg.lexicon import Lexicon
from kg.long_names import Span
from kg.model import EntityType, Vote
from kg.name_spans import find_spans
from kg.noun_types import FAIR, OF_SEVERAL, STRONG
from kg.type_votes import PRIOR, RECOGNISER, is_business, name_key, votes_of, winner

MAX_BETWEEN = 2  # tokens between two names of a list: a comma or "et", and an article or a preposition
MIN_LIST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name where it stands: tokens `start` to `end` (exclusive), its type and why."""

    start: int
    end: int
    type: EntityType
    votes: tuple[Vote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """Where names stand, each with its folded words, and the votes of each name by what it is and stands beside."""

    spans: tuple[Span, ...]
    keys: tuple[str, ...]
    votes: Mapping[str, tuple[Vote, ...]]


def cast_votes(doc: Doc, lexicon: Lexicon) -> Ballot:
    """Return the names of a document in text order, not overlapping, with the votes of all their occurrences."""
    spans = tuple(find_spans(doc, lexicon))
    in_business = is_business(doc, lexicon)
    votes: dict[str, list[Vote]] = {}
    keys = tuple([name_key(doc, start, end) for start, end, _ in spans])
    for key, (start, end, label) in zip(keys, spans, strict=True):
        votes.setdefault(key, []).extend(
            votes_of(doc, lexicon, start=start, end=end, label=label, is_business=in_business)
        )
    return Ballot(spans=spans, keys=keys, votes={key: tuple(cast) for key, cast in votes.items()})


def find_names(
    doc: Doc, lexicon: Lexicon, ballot: Ballot, expected: Mapping[str, tuple[Vote, ...]] | None = None
) -> tuple[Name, ...]:
    """Return the names of a ballot, each typed by its votes and by those of the names that belong with it.

    `expected` holds further votes by folded name, those of the frames.
    """
    votes = {key: list(cast) for key, cast in ballot.votes.items()}
    for key, cast in (expected or {}).items():
        votes.setdefault(key, []).extend(cast)
    _share_short_forms(votes, lexicon)
    _share_acronyms(doc, ballot, votes)
    _share_renamed(doc, lexicon, ballot, votes)
    _share_lists(doc, lexicon, ballot, votes)
    counted = {key: (winner(votes[key]), tuple(votes[key])) for key in ballot.votes}
    return tuple(
        Name(start=start, end=end, type=counted[key][0], votes=counted[key][1])
        for key, (start, end, _) in zip(ballot.keys, ballot.spans, strict=True)
    )


def _share_short_forms(votes: dict[str, list[Vote]], lexicon: Lexicon) -> None:
    """Give a single word what the one longer name says that it is short for: a surname, a first name, "Solvix" of "Solvix SA"."""
    longer = [name for name in sorted(votes) if " " in name]
    for key in sorted(key for key in votes if " " not in key):
        names = [name for name in longer if key in name]
        persons = [
            name
            for name in names
            if (name.endswith(f" {key}") or (name.startswith(f"{key} ") and lexicon.has("first-names", key)))
            and winner(votes[name]) is EntityType.PERSON
        ]
        if len(persons) == 1 and not _is_firm_of_founder(votes[key]):
            said = sum((vote.weight for vote in votes[persons[0]] if vote.type is EntityType.PERSON), Decimal(0))
            votes[key].append(
                Vote(type=EntityType.PERSON, weight=min(said, Decimal(5)), reason=f"short for {persons[0]}")
            )
        firms = [name for name in names if name.startswith(f"{key} ") and _is_firm(name, key, votes, lexicon)]
        if firms:
            votes[key].append(Vote(type=EntityType.ORGANIZATION, weight=STRONG, reason=f"short for {firms[0]}"))


def _is_firm_of_founder(votes: list[Vote]) -> bool:
    """Tell whether a surname is a firm’s name here: "le chantier naval Kersanté, fondé par Yves Kersanté"."""
    is_called = any(vote.type is EntityType.ORGANIZATION and vote.weight >= STRONG for vote in votes)
    heard = [vote.type is EntityType.PERSON for vote in votes if vote.reason.startswith(RECOGNISER)]
    return is_called and 2 * sum(heard) < len(heard)


def _is_firm(name: str, short: str, votes: dict[str, list[Vote]], lexicon: Lexicon) -> bool:
    rest = name.removeprefix(f"{short} ").split()
    is_form = all(lexicon.has("organization-name-parts", word) for word in rest)
    return is_form and winner(votes[name]) is EntityType.ORGANIZATION


def _share_acronyms(doc: Doc, ballot: Ballot, votes: dict[str, list[Vote]]) -> None:
    """Give an acronym in brackets the type of the name before it, and the other way round: "Union des Pêcheurs (UDP)"."""
    for (full, (start, end, _)), (short, (first, last, _)) in pairwise(zip(ballot.keys, ballot.spans, strict=True)):
        if first != end + 1 or last != first + 1 or doc.tokens[end].text != "(" or last >= len(doc.tokens):
            continue
        acronym = doc.tokens[first]
        if (
            doc.tokens[last].text != ")"
            or not acronym.text.isupper()
            or acronym.text[0] != doc.tokens[start].text[0].upper()
        ):
            continue
        if full != short and votes[full]:
            votes[short].append(Vote(type=winner(votes[full]), weight=STRONG, reason=f"short for {full}"))


def _share_renamed(doc: Doc, lexicon: Lexicon, ballot: Ballot, votes: dict[str, list[Vote]]) -> None:
    """Give two names of one thing the type of the first: "Ferralu, rebaptisé Norval", "Norval (ex-Ferralu)"."""
    for (one, (_, end, _)), (other, (first, _, _)) in pairwise(zip(ballot.keys, ballot.spans, strict=True)):
        between = doc.tokens[end:first] if end < first <= end + MAX_BETWEEN else ()
        words = [token for token in between if lexicon.has("renaming-words", token.lower)]
        if not words or any(token not in words and token.text not in {",", "("} for token in between):
            continue
        kind = winner(votes[one])
        is_of_old = words[0].lower in lexicon.former_prefixes and kind is EntityType.PERSON  # "Rivet (ex-Novalia)"
        if one != other and votes[one] and not is_of_old:
            votes[other].append(Vote(type=kind, weight=STRONG, reason=f"other name of {one}"))


def _share_lists(doc: Doc, lexicon: Lexicon, ballot: Ballot, votes: dict[str, list[Vote]]) -> None:
    """Give the names of a list what most of them are: "des sites à X, Y et Z"."""
    run: list[str] = []
    end, is_closed = -1, True
    for key, (start, stop, _) in zip(ballot.keys, ballot.spans, strict=True):
        between = doc.tokens[end:start] if 0 <= end < start <= end + MAX_BETWEEN else ()
        is_last = any(lexicon.has("list-conjunctions", token.lower) for token in between)
        is_next = bool(between) and (between[0].text == "," or is_last)
        is_plain = all(token.pos in {"DET", "ADP", "PUNCT", "CCONJ"} for token in between)
        if is_closed or not is_next or not is_plain:
            _share_list(run, votes)
            run = []
        run.append(key)
        end, is_closed = stop, is_last and is_next  # "A, B et C, D": D is somebody else
    _share_list(run, votes)


def _share_list(run: list[str], votes: dict[str, list[Vote]]) -> None:
    keys = tuple(dict.fromkeys(run))
    classed = next((vote for key in keys[:1] for vote in votes[key] if vote.reason.startswith(OF_SEVERAL)), None)
    if classed is not None:  # "les biscuits X et Y"
        for key in keys[1:]:
            votes[key].append(replace(classed, reason=f"{classed.reason}, listed"))
    if len(keys) < MIN_LIST:
        return
    told = [key for key in keys if any(vote.reason != PRIOR for vote in votes[key])]
    sure = Counter(winner(votes[key]) for key in told)
    kind, count = max(sure.items(), key=lambda item: (item[1], item[0].value), default=(EntityType.CONCEPT, 0))
    if 2 * count >= len(keys) and 2 * count > len(told):
        for key in keys:
            if not any(vote.reason.startswith(RECOGNISER) for vote in votes[key]):
                votes[key].append(Vote(type=kind, weight=FAIR, reason="most of the list"))
