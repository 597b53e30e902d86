"""Study → mentions as JSON Lines: which words refer to what, for other tools and for scoring."""

import json

from kg.entities import EntityMaker
from kg.study import Study


def mentions_to_jsonl(study: Study) -> bytes:
    """Return the mentions of an article, one JSON object a line, in text order.

    A line has the article, the code points `start` and `end`, the text there, the kind (name, nominal, pronoun), the type
    (that of the whole chain; null for a pronoun that refers to nothing known) and the entity, whose key is the same for all
    mentions of one thing in this article (null: it has no name and no description that says what it is).
    """
    reading = study.reading
    article = reading.doc.article
    entities = EntityMaker(reading, study.lexicon)
    lines = []
    for mention in reading.mentions:
        entity = entities.at(mention.head)
        kind = entity.type if entity is not None else mention.type
        line = {
            "article": article.name,
            "start": mention.span.start,
            "end": mention.span.end,
            "text": mention.span.of(article.text),
            "kind": mention.kind.value,
            "type": kind.value if kind is not None else None,
            "entity": entity.key if entity is not None else None,
        }
        lines.append(json.dumps(line, ensure_ascii=False) + "\n")
    # JSON can write a lone surrogate only as \\udXXX, which is what this error handler writes.
    return "".join(lines).encode("utf-8", "backslashreplace")
