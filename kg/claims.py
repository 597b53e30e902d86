"""Claims ⇄ `claims.jsonl`, the exchange format: one JSON object a line, sorted, in UTF-8, the words of the text untouched.

A line carries everything that a claim knows, except where its entities are mentioned and why they have their types.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.files import write_atomically
from kg.model import (
    Bound,
    Claim,
    Date,
    Entity,
    EntityType,
    Evidence,
    Knowledge,
    Modality,
    Polarity,
    Provenance,
    Qualifier,
    Quantity,
    Span,
    Text,
)

Value = Quantity | Date | Text


def claims_to_jsonl(knowledge: Knowledge) -> bytes:
    """Return the claims of all articles, one JSON object a line, by article and place.

    Raises GraphError when an article that a claim quotes is not there.
    """
    texts = {article.name: article.text for article in knowledge.articles}
    lines = []
    for claim in sorted(knowledge.claims, key=lambda one: (one.article, one.evidence.span, one.relation, one.id)):
        if claim.article not in texts:
            raise GraphError(f"{claim.article}: not among the articles, but claim {claim.id} quotes it; read it too")
        lines.append(json.dumps(claim_to_json(claim, texts[claim.article]), ensure_ascii=False) + "\n")
    # JSON can write a lone surrogate only as \\udXXX, which is what this error handler writes.
    return "".join(lines).encode("utf-8", "backslashreplace")


def write_claims(knowledge: Knowledge, path: Path) -> None:
    """Write the claims of all articles to a file. Raises GraphError when that cannot be done."""
    write_atomically(path, claims_to_jsonl(knowledge))


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Return the claims of a file. Raises GraphError with the line when one is not a claim."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise GraphError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GraphError(f"{path}: byte {error.start} is not UTF-8; claims.jsonl is written in UTF-8") from error
    claims = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            claims.append(claim_from_json(json.loads(line, parse_float=Decimal)))
        except json.JSONDecodeError as error:
            raise GraphError(f"{path.name}:{number}: not JSON: {error.msg} at column {error.colno}") from error
        except KeyError as error:
            raise GraphError(f"{path.name}:{number}: not a claim: lacks {error}") from error
        except (AttributeError, TypeError, ValueError, ArithmeticError) as error:
            raise GraphError(f"{path.name}:{number}: not a claim: {error}") from error
    return tuple(claims)


def claim_to_json(claim: Claim, text: str) -> dict[str, Any]:
    """Return a claim as a line of claims.jsonl has it; `text` is its article's, for the quotations."""
    evidence = claim.evidence
    return {
        "id": f"c:{claim.id}",
        "article": claim.article,
        "subject": _entity_to_json(claim.subject),
        "predicate": claim.relation,
        "object": _entity_to_json(claim.object) if isinstance(claim.object, Entity) else _value_to_json(claim.object),
        "status": claim.status.value,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "former": claim.former,
        "speaker": _entity_to_json(claim.speaker) if claim.speaker else None,
        "speaker_text": claim.speaker_text,
        "confidence": _number(claim.confidence),
        "evidence": {
            **_passage(evidence.span, text),
            "sentence": _passage(evidence.sentence, text),
            "subject": _passage(evidence.subject, text),
            "cue": _passage(evidence.cue, text),
            "object": _passage(evidence.object, text),
        },
        "qualifiers": _qualifiers_to_json(claim.qualifiers),
        "frame": claim.frame,
        "reason": claim.reason,
        "provenance": {
            "extractor": claim.provenance.extractor,
            "version": claim.provenance.version,
            "model": claim.provenance.model,
        },
    }


def claim_from_json(line: Mapping[str, Any]) -> Claim:
    """Return the claim of a line of claims.jsonl. Raises KeyError, TypeError or ValueError when it is not one."""
    evidence = line["evidence"]
    provenance = line["provenance"]
    object_ = line["object"]
    return Claim(
        id=line["id"].removeprefix("c:"),
        article=line["article"],
        subject=_entity_from_json(line["subject"]),
        relation=line["predicate"],
        object=_entity_from_json(object_) if "iri" in object_ else _value_from_json(object_),
        polarity=Polarity(line["polarity"]),
        modality=Modality(line["modality"]),
        former=line["former"],
        speaker=_entity_from_json(line["speaker"]) if line["speaker"] else None,
        speaker_text=line["speaker_text"],
        confidence=Decimal(line["confidence"]),
        evidence=Evidence(
            span=_span(evidence),
            sentence=_span(evidence["sentence"]),
            cue=_span(evidence["cue"]),
            subject=_span(evidence["subject"]),
            object=_span(evidence["object"]),
        ),
        qualifiers=tuple(
            Qualifier(name=name, value=_value_from_json(value))
            for name, values in line["qualifiers"].items()
            for value in (values if isinstance(values, list) else [values])
        ),
        frame=line["frame"],
        reason=line["reason"],
        provenance=Provenance(
            extractor=provenance["extractor"], version=provenance["version"], model=provenance["model"]
        ),
    )


def _entity_to_json(entity: Entity) -> dict[str, Any]:
    line: dict[str, Any] = {
        "iri": f"e:{entity.key}",
        "label": entity.label,
        "type": entity.type.value,
        "aliases": list(entity.aliases),
    }
    if entity.descriptions:
        line["descriptions"] = list(entity.descriptions)
    if entity.size is not None:
        line["size"] = entity.size
    if not entity.is_named:
        line["named"] = False
    return line


def _entity_from_json(line: Mapping[str, Any]) -> Entity:
    return Entity(
        key=line["iri"].removeprefix("e:"),
        label=line["label"],
        type=EntityType(line["type"]),
        aliases=tuple(line["aliases"]),
        descriptions=tuple(line.get("descriptions", ())),
        is_named=line.get("named", True),
        size=line.get("size"),
    )


def _value_to_json(value: Value) -> dict[str, Any]:
    match value:
        case Date(date=date):
            return {"date": date}
        case Text(text=text):
            return {"text": text}
        case Quantity(value=number, unit=unit, bound=bound):
            line: dict[str, Any] = {"value": _number(number), "unit": unit}
            return line if bound is None else {**line, "bound": bound.value}


def _value_from_json(line: Mapping[str, Any]) -> Value:
    if "date" in line:
        return Date(date=line["date"])
    if "text" in line:
        return Text(text=line["text"])
    bound = line.get("bound")
    return Quantity(value=Decimal(line["value"]), unit=line["unit"], bound=Bound(bound) if bound else None)


def _qualifiers_to_json(qualifiers: Iterable[Qualifier]) -> dict[str, Any]:
    """Return the values by name; a list where a name has several."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for qualifier in qualifiers:
        by_name.setdefault(qualifier.name, []).append(_value_to_json(qualifier.value))
    return {name: values[0] if len(values) == 1 else values for name, values in by_name.items()}


def _passage(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.of(text)}


def _span(line: Mapping[str, Any]) -> Span:
    return Span(line["start"], line["end"])


def _number(value: Decimal) -> int | float:
    """Return a JSON number: whole where it is; a double holds the 15 digits that news never exceeds."""
    return int(value) if value == value.to_integral_value() else float(value)
