import re

from kg import errors
from kg.errors import KGError


def test_every_error_is_a_kg_error() -> None:
    found = {name: value for name, value in vars(errors).items() if isinstance(value, type)}
    assert [name for name, value in found.items() if not issubclass(value, KGError)] == []


def test_docstring_draws_the_tree_as_it_is() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    assert drawn == {error.__name__ for error in KGError.__subclasses__()}
