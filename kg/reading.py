"""Doc → Reading: everything about one article that the frames look at, stage by stage."""

from dataclasses import dataclass

from kg.coreference import Chains, resolve_coreference
from kg.doc import Doc
from kg.lexicon import Lexicon
from kg.mentions import find_mentions
from kg.model import Mention
from kg.quantities import Measure, find_measures
from kg.speech import Declaration, find_declarations
from kg.syntax import Syntax, find_syntax


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article read: its parse, quantities, mentions, arcs, chains and declarations."""

    doc: Doc
    measures: tuple[Measure, ...]
    mentions: tuple[Mention, ...]
    syntax: Syntax
    chains: Chains
    declarations: tuple[Declaration, ...]


def read_doc(doc: Doc, lexicon: Lexicon) -> Reading:
    """Return the reading of a parsed article."""
    measures = find_measures(doc, lexicon)
    mentions = find_mentions(doc, measures, lexicon)
    syntax = find_syntax(doc, mentions, lexicon)
    return Reading(
        doc=doc,
        measures=measures,
        mentions=mentions,
        syntax=syntax,
        chains=resolve_coreference(doc, mentions, syntax, lexicon),
        declarations=find_declarations(doc, syntax, lexicon),
    )
