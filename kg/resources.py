"""Where the data of the program lies: the folder `ontology/`, in a checkout and in an installed wheel alike."""

from pathlib import Path

from kg.errors import LexiconError


def ontology_directory() -> Path:
    """Return the folder of the ontology, the lexicons and the queries.

    Raises LexiconError when the installation has lost it.
    """
    here = Path(__file__).parent
    # A wheel holds it inside the package; an editable install leaves it beside the package, at the top of the checkout.
    for candidate in (here / "data" / "ontology", here.parent / "ontology"):
        if (candidate / "lang").is_dir():
            return candidate
    raise LexiconError(
        f"{here.name}/data/ontology: not in this installation of kg; reinstall it: pip install --force-reinstall kg"
    )
