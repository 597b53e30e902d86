"""Annotated files → a better spaCy pipeline: fine-tunes parser and tagger, and the name recogniser, on the CPU.

The same files, settings, seed and versions of spaCy and NumPy give the same weights on the same machine, to the byte.
"""

import hashlib
import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np
import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from kg.base import META, AnyModel, component_model, hash_weights, load_spacy, save_weights
from kg.errors import ModelError
from kg.training_data import (
    NamedLine,
    Sentence,
    fit_sentences,
    named_examples,
    parsed_examples,
    read_names,
    read_treebank,
    rename_labels,
)

PARSING = ("tok2vec", "tagger", "morphologizer", "parser")
NAMING = ("ner",)

Weights: TypeAlias = dict[tuple[int, str], Any]  # by the place of the layer and the parameter's name
Item = TypeVar("Item")
Report: TypeAlias = Callable[[int, int, float], None]  # steps of earlier runs, step, loss of an example


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSettings:
    """How one part of a pipeline is trained; the values are those that the French base was made with."""

    steps: int = 1700  # batches
    batch_words: int = 1000
    learn_rate: float = 1e-3  # at its height
    warm_up: int = 50  # steps of rising to it; from there it falls in a straight line
    floor: float = 0.02  # share of it that is left at the end
    dropout: float = 0.25
    weight_decay: float = 0.01
    runs: int = 1  # trainings from seeds in a row, whose weights are averaged
    swapped_apostrophes: float = 0.3  # share of texts
    lowered: float = 0.0  # share of texts in small letters
    neighbours: int = 4  # sentences of a treebank in one text, at most
    add_labels: tuple[str, ...] = ()  # that the base does not know and shall learn
    rename: Mapping[str, str] = field(default_factory=dict)  # labels of the data that the base knows by another name
    draw: Mapping[str, int] = field(default_factory=dict)  # file name -> how much of it is drawn in each pass; else all


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a training is told, as read from a TOML file with the tables [model], [parser] and [names]."""

    model: Mapping[str, str] = field(default_factory=dict)  # name, version, description, license for meta.json
    parser: PartSettings = field(default_factory=PartSettings)
    names: PartSettings = field(default_factory=PartSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a training stands: `step` of `steps` in one part ("parser" or "names"), with the loss of a text at that step."""

    part: str
    step: int
    steps: int
    loss: float


def read_settings(path: Path) -> Settings:
    """Return the settings of a TOML file; what it does not say keeps its default.

    Raises ModelError where it is not TOML, or a setting is unknown or of the wrong kind.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: not a TOML file of training settings ({error})") from error
    unknown = sorted(table for table in tables if table not in {"model", "parser", "names"})
    if unknown:
        raise ModelError(
            f"{path.name}: no table of training settings: {unknown[0]!r}; there are model, parser and names"
        )
    return Settings(
        model={name: str(value) for name, value in tables.get("model", {}).items()},
        parser=_part_settings(f"{path.name}: [parser]", tables.get("parser", {})),
        names=_part_settings(f"{path.name}: [names]", tables.get("names", {})),
    )


def train(
    *,
    base: str,
    out: Path,
    parser_data: Sequence[Path] = (),
    names_data: Sequence[Path] = (),
    settings: Settings | None = None,
    seed: int = 1,
    weights_only: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Language:
    """Fine-tune a spaCy pipeline, write it to `out` and return what was written.

    `base` is a package, a path, or "blank:xx" for any language of spaCy. `parser_data` are CoNLL-U files for parser and
    tagger, `names_data` JSON Lines for the name recogniser; what has no data stays as it is. `out` gets a pipeline that
    `spacy.load` takes, or, with `weights_only`, what `kg.base.load_base` puts together with the base again. The hashes of
    files and weights, the settings and the seed are kept in meta.json.

    Raises ModelError where a file is wrong, the base is missing or does not fit, or `out` holds something already.
    """
    files = [*parser_data, *names_data]
    if not files:
        raise ModelError("nothing to train on; give CoNLL-U files, JSON Lines with spans, or both")
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise ModelError(f"{out}: is there already; give a folder that does not exist or is empty")
    if len({path.name for path in files}) < len(files):
        raise ModelError("two training files have the same name; rename one, for the model records them by name")
    settings = settings or Settings()
    strays = sorted({*settings.parser.draw, *settings.names.draw} - {path.name for path in files})
    if strays:
        raise ModelError(f"the settings draw from {strays[0]!r}, which is not among the files; give it or leave it out")
    sentences = {path.name: read_treebank(path) for path in parser_data}
    lines = {path.name: read_names(path) for path in names_data}
    nlp = load_spacy(base)
    source = {"package": base if spacy.util.is_package(base) else "", "version": nlp.meta["version"]}
    if sentences:
        report = partial(_report, progress, "parser", settings.parser)
        _train_parser(nlp, sentences, settings.parser, seed=seed, report=report)
    if lines:
        report = partial(_report, progress, "names", settings.names)
        _train_names(nlp, lines, settings.names, seed=seed, report=report)
    wanted = (*(PARSING if sentences else ()), *(NAMING if lines else ()))
    trained = [name for name in nlp.pipe_names if name in wanted]
    nlp.meta.update(settings.model)
    nlp.meta["performance"] = {}  # the base's figures are not ours
    nlp.meta[META] = {
        "base": source,
        "trained": trained,
        "weights": hash_weights(nlp, trained),
        "seed": seed,
        "settings": {"parser": asdict(settings.parser), "names": asdict(settings.names)},
        "data": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }
    if weights_only:
        save_weights(nlp, out)
    else:
        try:
            nlp.to_disk(out)
        except OSError as error:
            raise ModelError(f"{out}: cannot be written ({error}); give a folder that can") from error
    # Read back what anyone will read: in memory, a label added but never seen in training is barred from being chosen.
    return load_spacy(str(out))


def _part_settings(where: str, table: Mapping[str, Any]) -> PartSettings:
    defaults = asdict(PartSettings())
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in defaults:
            raise ModelError(f"{where} has no setting {name!r}; there are {', '.join(sorted(defaults))}")
        values[name] = tuple(value) if isinstance(value, list) else value
        wanted = type(defaults[name])
        if not isinstance(values[name], wanted) and not (wanted is float and isinstance(value, int)):
            raise ModelError(f"{where} {name} is {value!r}; it must be of the kind of {defaults[name]!r}")
    return PartSettings(**values)


def _report(
    progress: Callable[[Progress], None] | None, part: str, settings: PartSettings, done: int, step: int, loss: float
) -> None:
    if progress:
        progress(Progress(part=part, step=done + step, steps=settings.steps * settings.runs, loss=loss))


def _train_parser(
    nlp: Language, files: Mapping[str, Sequence[Sentence]], settings: PartSettings, *, seed: int, report: Report
) -> None:
    fitted = dict(files)
    if "parser" in nlp.pipe_names:
        parser: Any = nlp.get_pipe("parser")
        for label in settings.add_labels:
            parser.add_label(label)
        morphologizer: Any = nlp.get_pipe("morphologizer") if "morphologizer" in nlp.pipe_names else None
        morphs = morphologizer.labels if morphologizer else ()
        for name, sentences in files.items():
            fitted[name] = fit_sentences(sentences, labels=parser.labels, morphs=morphs, renamed=settings.rename)

    def examples(rng: random.Random) -> Iterator[Example]:
        return parsed_examples(
            nlp,
            _draw(fitted, settings.draw, rng),
            rng=rng,
            most=settings.neighbours,
            swapped=settings.swapped_apostrophes,
            lowered=settings.lowered,
        )

    added = _add_missing(nlp, "parser", ("morphologizer", "parser"))
    _train_part(nlp, PARSING, examples, settings, seed=seed, added=added, report=report)


def _train_names(
    nlp: Language, files: Mapping[str, Sequence[NamedLine]], settings: PartSettings, *, seed: int, report: Report
) -> None:
    renamed = {name: rename_labels(lines, settings.rename) for name, lines in files.items()}
    if "ner" in nlp.pipe_names:
        ner: Any = nlp.get_pipe("ner")
        for label in settings.add_labels:
            ner.add_label(label)
        labels = {label for lines in renamed.values() for line in lines for _, _, label in line.spans}
        unknown = sorted(labels - set(ner.labels))
        if unknown:
            known = ", ".join(ner.labels)
            raise ModelError(f"label {unknown[0]!r} of the names is not among the base's ({known}); rename or add it")

    def examples(rng: random.Random) -> Iterator[Example]:
        lines = _draw(renamed, settings.draw, rng)
        return named_examples(nlp, lines, rng=rng, swapped=settings.swapped_apostrophes)

    added = _add_missing(nlp, "ner", ("ner",))
    _train_part(nlp, NAMING, examples, settings, seed=seed, added=added, report=report)


def _draw(files: Mapping[str, Sequence[Item]], draw: Mapping[str, int], rng: random.Random) -> list[Item]:
    """Return what one pass goes through: all of a file, or so many neighbours from a random place on, round its end."""
    drawn: list[Item] = []
    for name, items in files.items():
        start = rng.randrange(len(items)) if name in draw else 0
        drawn += [items[(start + place) % len(items)] for place in range(draw.get(name, len(items)))]
    return drawn


def _add_missing(nlp: Language, wanted: str, names: Sequence[str]) -> tuple[str, ...]:
    if wanted in nlp.pipe_names:
        return ()
    added = tuple(name for name in names if name not in nlp.pipe_names)
    for name in added:
        # A label may be rare in a small treebank; spaCy would make all that occur less than 30 times one.
        nlp.add_pipe(name, config={"min_action_freq": 1} if name == "parser" else {})
    return added


def _train_part(
    nlp: Language,
    names: Sequence[str],
    examples: Callable[[random.Random], Iterator[Example]],
    settings: PartSettings,
    *,
    seed: int,
    added: Sequence[str],
    report: Report,
) -> None:
    trained = [name for name in nlp.pipe_names if name in names]
    _give_listeners_their_own(nlp, trained)
    fix_random_seed(seed)
    for name in added:
        component: Any = nlp.get_pipe(name)
        component.initialize(lambda: list(examples(_shuffler(seed))), nlp=nlp)
    with nlp.select_pipes(enable=trained):
        models = [component_model(nlp, name) for name in trained]
        start = _parameters(models, {})
        runs = []
        for run in range(settings.runs):
            _set_parameters(models, start)
            averages = _run(nlp, examples, settings, seed=seed + run, report=partial(report, run * settings.steps))
            runs.append(_parameters(models, averages))
        _set_parameters(models, {key: np.mean([found[key] for found in runs], axis=0) for key in start})


def _run(
    nlp: Language,
    examples: Callable[[random.Random], Iterator[Example]],
    settings: PartSettings,
    *,
    seed: int,
    report: Callable[[int, float], None],
) -> Mapping[Any, Any]:
    """Train once and return the running averages of the weights, by spaCy's own keys."""
    fix_random_seed(seed)
    nlp.resume_training()
    optimizer = Adam(
        settings.learn_rate,
        L2=settings.weight_decay,
        L2_is_weight_decay=True,
        grad_clip=1.0,
        use_averages=True,
    )
    batches = _batches(examples, settings.batch_words, _shuffler(seed))
    for step, batch in zip(range(1, settings.steps + 1), batches, strict=False):
        fall = 1 - step / settings.steps
        optimizer.learn_rate = settings.learn_rate * max(settings.floor, min(step / settings.warm_up, fall))
        losses: dict[str, float] = {}
        nlp.update(batch, sgd=optimizer, drop=settings.dropout, losses=losses)
        report(step, sum(losses.values()) / len(batch))
    return optimizer.averages or {}


def _shuffler(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (the order of texts, not a secret)


def _batches(
    examples: Callable[[random.Random], Iterator[Example]], words: int, rng: random.Random
) -> Iterator[list[Example]]:
    batch: list[Example] = []
    count = 0
    while True:
        for example in examples(rng):
            batch.append(example)
            count += len(example.reference)
            if count >= words:
                yield batch
                batch, count = [], 0


def _give_listeners_their_own(nlp: Language, trained: Sequence[str]) -> None:
    """Give what is not trained, but listens to an embedding that is, its own copy of it as it was."""
    for source in trained:
        for listener in getattr(nlp.get_pipe(source), "listening_components", ()):
            if listener not in trained and listener in nlp.component_names:
                nlp.replace_listeners(source, listener, ["model.tok2vec"])


def _parameters(models: Sequence[AnyModel], averages: Mapping[Any, Any]) -> Weights:
    """Return copies of the weights by place; where `averages` has a weight, that one."""
    return {
        (place, name): np.array(averages.get((node.id, name), node.get_param(name)))
        for place, node in enumerate(node for model in models for node in model.walk())
        for name in node.param_names
        if node.has_param(name)
    }


def _set_parameters(models: Sequence[AnyModel], weights: Weights) -> None:
    for place, node in enumerate(node for model in models for node in model.walk()):
        for name in node.param_names:
            if (place, name) in weights:
                node.set_param(name, weights[place, name].copy())
