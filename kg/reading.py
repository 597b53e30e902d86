"""Doc → Reading: everything about one article that the frames look at, stage by stage."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.arcs import Syntax
from kg.chains import Chains
from kg.coreference import resolve_coreference
from kg.declarations import Declaration
from kg.descriptions import find_descriptions
from kg.doc import Doc
from kg.introduced import find_introduced
from kg.lexicon import Lexicon
from kg.listings import find_list_descriptions
from kg.locatives import Locatives
from kg.mentions import find_mentions, with_types
from kg.model import Mention, Vote
from kg.names import Ballot, cast_votes, find_names
from kg.quantities import Measure, find_measures
from kg.speech import find_declarations
from kg.syntax import find_syntax


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # compared and hashed by identity
class Reading:
    """An article read: its parse, quantities, mentions, arcs, chains and declarations."""

    doc: Doc
    measures: tuple[Measure, ...]
    ballot: Ballot
    mentions: tuple[Mention, ...]
    syntax: Syntax
    chains: Chains
    declarations: tuple[Declaration, ...]
    described: Mapping[int, Mention]  # head of a noun phrase -> the name beside it that it describes
    locatives: Locatives
    listed: Mapping[int, tuple[int, ...]]  # a plural noun -> the names that it describes


def read_doc(doc: Doc, lexicon: Lexicon) -> Reading:
    """Return the reading of a parsed article."""
    measures = find_measures(doc, lexicon)
    ballot = cast_votes(doc, lexicon)
    mentions = find_mentions(doc, measures, find_names(doc, lexicon, ballot), lexicon)
    syntax = find_syntax(doc, mentions, lexicon)
    return _resolved(doc, measures, ballot, mentions, syntax, find_declarations(doc, syntax, lexicon), lexicon)


def read_again(reading: Reading, lexicon: Lexicon, expected: Mapping[str, tuple[Vote, ...]]) -> Reading:
    """Return a reading with more votes for the types of names (see `find_names`); what looks at no type stays as it is."""
    names = find_names(reading.doc, lexicon, reading.ballot, expected)
    mentions = with_types(reading.doc, reading.mentions, names, expected)
    return _resolved(
        reading.doc, reading.measures, reading.ballot, mentions, reading.syntax, reading.declarations, lexicon
    )


def _resolved(
    doc: Doc,
    measures: tuple[Measure, ...],
    ballot: Ballot,
    mentions: tuple[Mention, ...],
    syntax: Syntax,
    declarations: tuple[Declaration, ...],
    lexicon: Lexicon,
) -> Reading:
    described = find_descriptions(doc, mentions, syntax, lexicon)
    locatives = Locatives(doc, mentions, lexicon)
    listed = dict(find_list_descriptions(doc, mentions, syntax, lexicon))
    for noun, names in find_introduced(doc, mentions, lexicon).items():
        listed[noun] = max(names, listed.get(noun, ()), key=len)
    return Reading(
        doc=doc,
        measures=measures,
        ballot=ballot,
        mentions=mentions,
        syntax=syntax,
        chains=resolve_coreference(doc, mentions, syntax, described, declarations, lexicon),
        declarations=declarations,
        described=described,
        locatives=locatives,
        # "ses deux usines : Metz et Toul": where they are, not what they are called
        listed={noun: names for noun, names in listed.items() if not locatives.among & set(names)},
    )
