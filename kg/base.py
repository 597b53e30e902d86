"""The French base that kg ships: its own weights, put together at load with the stock pipeline that they were tuned from."""

import hashlib
import json
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

import spacy
from spacy.language import Language
from thinc.api import Model

from kg.errors import ModelError

FRENCH_BASE = Path(__file__).parent / "models" / "fr"
META = "kg"  # where in a pipeline's meta.json we keep what we know of it
BLANK = "blank:"

AnyModel: TypeAlias = Model[Any, Any]


def load_spacy(name: str) -> Language:
    """Return the spaCy pipeline of that name or path, or an empty one for "blank:LANGUAGE".

    A folder of weights only, as `save_weights` writes it, is put together with its base.

    Raises ModelError when there is none.
    """
    if name.startswith(BLANK):
        language = name.removeprefix(BLANK)
        try:
            return spacy.blank(language)
        except ImportError as error:
            raise ModelError(
                f"{name}: spaCy has no language {language!r}; give its ISO code, as in {BLANK}fr"
            ) from error
    folder = Path(name)
    if (folder / "meta.json").is_file() and not (folder / "config.cfg").exists():
        return load_base(folder)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # spaCy's note on models of another minor version
            return spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"{name}: no spaCy pipeline of that name or path ({reason}); try: pip install {name}"
        ) from error


def load_base(folder: Path = FRENCH_BASE) -> Language:
    """Return the pipeline whose own weights lie in `folder`, the rest of it taken from the package it was tuned from.

    Raises ModelError when the weights are missing or damaged, or the package is missing or of another version.
    """
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        ours = meta[META]
        package, version = ours["base"]["package"], ours["base"]["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{folder.name}: no weights of kg there ({error}); write them with: kg train --weights-only"
        ) from error
    nlp = load_spacy(package)
    if nlp.meta["version"] != version:
        raise ModelError(
            f"{package} {nlp.meta['version']}: the weights in {folder.name} fit version {version}; "
            f"try: pip install {package.replace('_', '-')}=={version}"
        )
    try:
        for name in ours["trained"]:
            component: Any = nlp.get_pipe(name)
            component.from_disk(folder / name, exclude=["vocab"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"{folder.name}: weights that {package} {version} cannot take ({error}); reinstall kg"
        ) from error
    if hash_weights(nlp, ours["trained"]) != ours["weights"]:
        raise ModelError(f"{folder.name}: the weights are not those that meta.json was written for; reinstall kg")
    nlp.meta.update(meta)
    return nlp


def save_weights(nlp: Language, folder: Path) -> None:
    """Write what training changed in a pipeline, and its description, so that `load_base(folder)` gives it back.

    Raises ModelError when it was not trained by kg from a package, or the folder cannot be written.
    """
    ours = nlp.meta.get(META)
    if not isinstance(ours, dict) or not ours["base"]["package"]:
        raise ModelError(f"{nlp.meta['name']}: not trained by kg from an installed package; save it whole")
    kept = ("lang", "name", "version", "description", "license", META)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ours["trained"]:
            component: Any = nlp.get_pipe(name)
            component.to_disk(folder / name, exclude=["vocab"])
        described = {key: nlp.meta[key] for key in kept}
        (folder / "meta.json").write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{folder}: cannot be written ({error}); give a folder that can") from error


def hash_weights(nlp: Language, names: Iterable[str]) -> str:
    """Return the SHA-256 of the weights of the components `names`, in that order."""
    digest = hashlib.sha256()
    for name in names:
        for node in component_model(nlp, name).walk():
            for parameter in node.param_names:
                if node.has_param(parameter):
                    digest.update(f"{name} {parameter}".encode())
                    digest.update(node.get_param(parameter).tobytes())
    return digest.hexdigest()


def component_model(nlp: Language, name: str) -> AnyModel:
    """Return the network of a trainable component."""
    component: Any = nlp.get_pipe(name)
    model: AnyModel = component.model
    return model
