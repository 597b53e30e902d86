"""Every IRI of kg: the vocabularies, the one prefix table, and the one place that mints IRIs for entities, claims and documents.

The ontology `kg:` has one fixed namespace, so that graphs of different makers can be queried alike. What is minted lies
under a base that can be chosen: `e:` entities, `c:` claims, `d:` documents, `r:` runs, `open:` verbs outside the ontology.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar
from urllib.parse import quote

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, XSD, DefinedNamespace

from kg.errors import GraphError

DEFAULT_BASE = "https://kg.example/"
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")
WD = Namespace("http://www.wikidata.org/entity/")
WDT = Namespace("http://www.wikidata.org/prop/direct/")
REIFIES = URIRef(f"{RDF}reifies")  # of RDF 1.2, which rdflib does not know yet

# A slug is for reading: a noun phrase of a paragraph's length is cut, and a hash keeps it distinct.
MAX_SLUG = 80
HASH_LENGTH = 8
CLAIM_HASH_LENGTH = 20  # 80 bits: two of 10⁹ claims share one with a probability under 10⁻⁶

FIRST_TAG = 0xE0000  # from here on, RFC 3987 leaves tags and variation selectors out of IRIs

# Latin letters that Unicode does not decompose into a base letter and a mark.
LATIN_FOLDS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)


class KG(DefinedNamespace):
    """The terms of `ontology/core.ttl` that code names; relations and qualifiers are data, see `ontology_term`."""

    _fail = True
    _NS = Namespace("https://kg.example/ontology#")

    Article: URIRef
    Claim: URIRef
    Concept: URIRef
    CreativeWork: URIRef
    Event: URIRef
    Group: URIRef
    OpenRelation: URIRef
    Organization: URIRef
    Person: URIRef
    Place: URIRef
    Product: URIRef
    Qualifier: URIRef
    Relation: URIRef

    bound: URIRef
    confidence: URIRef
    cue: URIRef
    evidence: URIRef
    former: URIRef
    frame: URIRef
    mentionCount: URIRef  # noqa: N815 - RDF properties are lowerCamel
    modality: URIRef
    objectPassage: URIRef  # noqa: N815
    polarity: URIRef
    reason: URIRef
    sentence: URIRef
    size: URIRef
    speaker: URIRef
    speakerText: URIRef  # noqa: N815
    status: URIRef
    subjectPassage: URIRef  # noqa: N815
    textDigest: URIRef  # noqa: N815
    unit: URIRef


def ontology_term(name: str) -> URIRef:
    """Return the IRI of a relation, qualifier or class of `ontology/core.ttl` by its local name."""
    return URIRef(str(KG._NS) + name)  # noqa: SLF001 - rdflib has no public name for it


def local_name(iri: str) -> str | None:
    """Return the local name of a term of the ontology, None for any other IRI."""
    namespace = str(KG._NS)  # noqa: SLF001
    return iri.removeprefix(namespace) if iri.startswith(namespace) else None


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The IRIs under one base. Raises GraphError for a base that is not an absolute IRI ending in "/" or "#"."""

    base: str = DEFAULT_BASE

    SHARED: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            "dcterms": str(DCTERMS),
            "foaf": str(FOAF),
            "kg": str(KG._NS),  # noqa: SLF001
            "oa": str(OA),
            "org": str(ORG),
            "owl": str(OWL),
            "prov": str(PROV),
            "rdf": str(RDF),
            "rdfs": str(RDFS),
            "schema": str(SCHEMA),
            "sh": str(SH),
            "skos": str(SKOS),
            "wd": str(WD),
            "wdt": str(WDT),
            "xsd": str(XSD),
        }
    )

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20\ud800-\udfff]+[/#]", self.base):
            message = f"base {self.base!r}: not an absolute IRI ending in '/' or '#'; an example is {DEFAULT_BASE}"
            raise GraphError(message)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The one prefix table, sorted by prefix: for Turtle, SPARQL and CURIEs."""
        own = {"c": "claim/", "d": "document/", "e": "entity/", "open": "open/", "r": "run/"}
        table = {**self.SHARED, **{prefix: self.base + path for prefix, path in own.items()}}
        return MappingProxyType(dict(sorted(table.items())))

    def entity(self, key: str) -> URIRef:
        """Return the IRI e:KEY."""
        return URIRef(f"{self.base}entity/{iri_part(key)}")

    def claim(self, claim_id: str) -> URIRef:
        """Return the IRI c:ID."""
        return URIRef(f"{self.base}claim/{iri_part(claim_id)}")

    def document(self, article: str) -> URIRef:
        """Return the IRI d:NAME of an article."""
        return URIRef(f"{self.base}document/{iri_part(article)}")

    def run(self, run_id: str) -> URIRef:
        """Return the IRI r:ID of a run of kg."""
        return URIRef(f"{self.base}run/{iri_part(run_id)}")

    def relation(self, relation: str) -> URIRef:
        """Return the IRI of a claim's relation: kg:NAME, or open:LEMMA for one outside the ontology."""
        prefix, colon, lemma = relation.partition(":")
        return URIRef(f"{self.base}open/{iri_part(lemma)}") if colon and prefix == "open" else ontology_term(relation)


def part_of(iri: URIRef, name: str) -> URIRef:
    """Return the IRI of something that exists only as a part of `iri`: a passage of a document, a value of a claim."""
    return URIRef(f"{iri}:{name}")  # a colon, because iri_part leaves none and Turtle needs no escape for it


def digest(*parts: str, length: int = HASH_LENGTH) -> str:
    """Return the first `length` hexadecimal digits of the SHA-256 of `parts`, kept apart from one another."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def iri_part(text: str) -> str:
    """Return `text` with all but letters, digits, "-", "_" and inner "." percent-encoded; distinct texts stay distinct."""
    encoded = "".join(
        char if _is_word(char) or char in "-_." else quote(char.encode("utf-8", "surrogatepass"), safe="")
        for char in text
    )
    # A dot at an end would be read as the end of a Turtle sentence, and "." alone as a folder.
    return re.sub(r"^\.+|\.+$", lambda dots: "%2E" * len(dots[0]), encoded)


def slug(text: str) -> str:
    """Return words of `text` in lower case joined by "-": Latin letters without their marks, other scripts as they are.

    Never empty: a text without letters or digits gives a hash.
    """
    folded = "".join(_fold(char) for char in unicodedata.normalize("NFC", text).casefold().translate(LATIN_FOLDS))
    words = re.sub(r"-+", "-", folded).strip("-")
    if not words:
        return f"x-{digest(text)}"
    if len(words) > MAX_SLUG:
        return f"{words[:MAX_SLUG].rstrip('-')}-{digest(words)}"
    return words


def _fold(char: str) -> str:
    decomposed = unicodedata.normalize("NFKD", char)
    if decomposed[0].isascii():
        return "".join(part if part.isalnum() else "-" for part in decomposed if part.isascii())
    return char if _is_word(char) else "-"


def _is_word(char: str) -> bool:
    """Tell whether it is a letter, a digit or a mark (vowels of Indic scripts are marks), and may stand in an IRI."""
    if char.isascii():
        return char.isalnum()
    return ord(char) < FIRST_TAG and (unicodedata.category(char)[0] in "LM" or char.isdigit())
