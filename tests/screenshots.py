"""Pictures of the page in output/graph.html: docs/page.png for the README, and others in output/ to look at."""

import json
import sys
from pathlib import Path

from browser import Visit, find_browser, start_browser
from page_knowledge import large_knowledge

from kg.html import build_page
from kg.ontology import load_ontology

REPOSITORY = Path(__file__).parent.parent
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def main() -> None:
    """Take the pictures, and say where they are."""
    path = find_browser()
    if path is None:
        sys.exit("no Chromium or Chrome is installed; Debian has it as 'chromium', KG_BROWSER can name another")
    page = REPOSITORY / "output" / "graph.html"
    large = REPOSITORY / "output" / "large.html"
    large.write_text(build_page(large_knowledge(5000), load_ontology()), encoding="utf-8")
    claim = f"#c={find_claim(page)}"
    pictures = [
        ("docs/page.png", page, claim, WIDE, "light"),
        ("output/page-light.png", page, "", WIDE, "light"),
        ("output/page-dark.png", page, claim, WIDE, "dark"),
        ("output/page-entity.png", page, "#n=klarna", WIDE, "light"),
        ("output/page-table.png", page, "#view=table", WIDE, "light"),
        ("output/page-phone.png", page, claim, NARROW, "light"),
        ("output/page-large.png", large, "#n=e4", WIDE, "light"),
        ("output/page-whole.png", large, "#view=whole", WIDE, "light"),
    ]
    with start_browser(path) as browser:
        for name, file, fragment, size, scheme in pictures:
            context = browser.new_context(viewport=size, color_scheme=scheme, locale="fr-FR")  # type: ignore[arg-type]
            visit = Visit(context, file, fragment)
            visit.page.wait_for_timeout(600)  # the canvas is drawn in the next frames
            visit.page.screenshot(path=REPOSITORY / name)
            context.close()
            print(name)  # noqa: T201 - a script


def find_claim(page: Path) -> str:
    """Return the id of a claim worth showing: one about a counted group of people, or else the first."""
    text = page.read_text(encoding="utf-8")
    document = json.loads(text.partition('id="document">')[2].partition("</script>")[0])
    claims = document["claims"]
    groups = {number for number, entity in enumerate(document["entities"]) if entity["size"]}
    sized = [claim for claim in claims if claim["object"].get("entity") in groups]
    return str((sized or claims)[0]["id"])


if __name__ == "__main__":
    main()
