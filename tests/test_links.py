"""What anaphors stand for in short texts of our own: the share of right links may not fall."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from conftest import Read

from kg.model import Mention, MentionKind
from kg.reading import Reading

GOLD = Path(__file__).parent / "gold"
TEXTS = yaml.safe_load((GOLD / "links.yaml").read_text(encoding="utf-8"))
FLOOR: float = tomllib.loads((GOLD / "floors.toml").read_text(encoding="utf-8"))["links"]["all"]


def place_of(words: str, text: str) -> int:
    """Return where an anaphor stands: "groupe@2" is the second "groupe"."""
    bare, _, number = words.partition("@")
    places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(bare)}(?!\w)", text)]
    return places[int(number or 1) - 1]


def mention_at(reading: Reading, place: int) -> Mention | None:
    """Return the smallest mention over a place that is no name, else the name there."""
    over = [mention for mention in reading.mentions if mention.span.start <= place < mention.span.end]
    over.sort(key=lambda mention: (mention.kind is MentionKind.NAME, mention.end - mention.start))
    return next((mention for mention in over), None)


def wrong_links(reading: Reading, links: dict[str, str | None]) -> Iterator[str]:
    """Yield what each anaphor was taken for where that is not what it stands for."""
    text = reading.doc.article.text
    for words, wanted in links.items():
        mention = mention_at(reading, place_of(words, text))
        chain = reading.chains.at(mention.head) if mention is not None else None
        names = sorted({name.span.of(text) for name in chain.names}) if chain is not None else []
        if (wanted not in names) if wanted else bool(names):
            yield f"{words}: {names or 'nobody'}, not {wanted or 'nobody'}"


@pytest.mark.model
def test_links_stay_right(read_french: Read) -> None:
    faults = {item["text"]: list(wrong_links(read_french(item["text"]), item["links"])) for item in TEXTS}
    total, wrong = sum(len(item["links"]) for item in TEXTS), sum(map(len, faults.values()))
    lines = [f"{text}\n    {fault}" for text, found in faults.items() for fault in found]
    assert 1 - Decimal(wrong) / total >= Decimal(str(FLOOR)), "\n".join(lines)


def test_links_are_many_and_distinct() -> None:
    texts = [item["text"] for item in TEXTS]
    assert len(texts) == len(set(texts)) >= 80
