"""The page within a notebook: a frame that holds it whole, and that gives it nothing of the notebook."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page that Jupyter shows inline, as the last value of a cell."""

    page: str
    height: int  # in pixels

    def _repr_html_(self) -> str:
        # Without allow-same-origin the page's script, and whatever a name smuggled in, could reach nothing of the notebook.
        return (
            f'<iframe srcdoc="{escape(self.page)}" sandbox="allow-scripts allow-downloads" title="kg" '
            f'style="width: 100%; height: {self.height:d}px; border: 0"></iframe>'
        )
