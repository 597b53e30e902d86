"""Article → Study: an article read once, with the data that it was read by, for whoever wants to look into the reading."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.annotate import annotate
from kg.expectations import read_with_frames
from kg.frames import Frame, load_frames
from kg.lexicon import Lexicon, load_lexicon
from kg.model import Article
from kg.ontology import Ontology, load_ontology
from kg.reading import Reading

if TYPE_CHECKING:
    import spacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """The reading of an article, and the frames, relations and words behind it."""

    reading: Reading
    frames: tuple[Frame, ...]
    ontology: Ontology
    lexicon: Lexicon


def study_article(article: Article, nlp: "spacy.Language") -> Study:
    """Return the reading of an article, the same that its claims come from. Raises LexiconError."""
    lexicon, frames, ontology = load_lexicon(article.language), load_frames(article.language), load_ontology()
    doc = annotate(article, nlp, lexicon)
    reading = read_with_frames(doc, frames=frames, ontology=ontology, lexicon=lexicon)
    return Study(reading=reading, frames=frames, ontology=ontology, lexicon=lexicon)
