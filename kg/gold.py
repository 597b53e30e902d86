"""NAME.gold.json → Gold: the facts that a careful reader finds in an article, to score claims against."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.errors import GoldError
from kg.model import Date, Quantity, Status, Text

SUFFIX = ".gold.json"
OPEN = "open:"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEntity:
    """A thing that takes part in facts, under all its names."""

    id: str
    type: str  # a class of the ontology, "Date" or "Quantity"
    names: tuple[str, ...]  # the best one first
    size: int | None = None  # of a counted group


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFact:
    """A relation between a thing and a thing or a value, as a reader understands the article."""

    subject: GoldEntity
    relation: str  # local name, or "open:LEMMA"
    object: GoldEntity | Quantity | Date | Text
    status: Status
    evidence: str = ""  # the shortest quotation that says so
    is_core: bool = True  # readable from one sentence and simple coreference

    @property
    def is_open(self) -> bool:
        """Tell whether the relation lies outside the closed list."""
        return self.relation.startswith(OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The facts of one article."""

    name: str  # of the article
    path: Path
    language: str
    entities: tuple[GoldEntity, ...]
    facts: tuple[GoldFact, ...]

    @property
    def text_path(self) -> Path:
        """Return where the article's text lies."""
        return self.path.with_name(f"{self.name}.txt")


def read_gold(paths: Iterable[Path]) -> tuple[Gold, ...]:
    """Return the gold of files and of all NAME.gold.json in folders, sorted by name.

    Raises GoldError for a folder without such a file, a file that is not of this form, and two of one name.
    """
    found: dict[str, Gold] = {}
    for path in paths:
        for file in _find_files(path):
            gold = _read_file(file)
            if gold.name in found and found[gold.name].path.resolve() != file.resolve():
                raise GoldError(f"{file}: {found[gold.name].path} has this name too; score them apart")
            found[gold.name] = gold
    return tuple(found[name] for name in sorted(found))


def _find_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.glob(f"*{SUFFIX}"))
    if not files:
        raise GoldError(f"{path}: no gold in this folder; gold files are NAME{SUFFIX}")
    return files


def _read_file(path: Path) -> Gold:
    if not path.name.endswith(SUFFIX):
        raise GoldError(f"{path}: not a gold file; they are called NAME{SUFFIX}")
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise GoldError(f"{path}:{error.lineno}: not JSON ({error.msg})") from error
    try:
        entities = {str(entry["id"]): _entity(entry) for entry in loaded["entities"]}
        return Gold(
            name=path.name.removesuffix(SUFFIX),
            path=path,
            language=loaded.get("lang", "fr"),
            entities=tuple(entities.values()),
            facts=tuple(_fact(path, number, entry, entities) for number, entry in enumerate(loaded["facts"], start=1)),
        )
    except KeyError as error:
        raise GoldError(f"{path}: an entry lacks {error}; see a file that is right") from error
    except (AttributeError, TypeError, ValueError, ArithmeticError) as error:
        raise GoldError(f"{path}: not of the form of a gold file ({error})") from error


def _entity(entry: Mapping[str, Any]) -> GoldEntity:
    names = (entry["name"], *entry.get("mentions", ()))
    return GoldEntity(id=entry["id"], type=entry["type"], names=tuple(dict.fromkeys(names)), size=entry.get("size"))


def _fact(path: Path, number: int, entry: Mapping[str, Any], entities: Mapping[str, GoldEntity]) -> GoldFact:
    object_ = entry["o"]
    for id_ in (entry["s"], object_):
        if isinstance(id_, str) and id_ not in entities:
            raise GoldError(f"{path}: fact {number} has '{id_}', which is no entity's id there")
    return GoldFact(
        subject=entities[entry["s"]],
        relation=entry["p"],
        object=entities[object_] if isinstance(object_, str) else _value(object_),
        status=Status(entry["status"]),
        evidence=entry.get("evidence", ""),
        is_core=entry.get("core", True),
    )


def _value(entry: Mapping[str, Any]) -> Quantity | Date | Text:
    if "value" in entry:
        return Quantity(value=Decimal(entry["value"]), unit=entry.get("unit"))
    return Date(date=entry["date"]) if "date" in entry else Text(text=entry["text"])
