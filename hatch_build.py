"""Build hook: bundles sigma and graphology, from npm by npm/package-lock.json, into kg/page/built, and so into the wheel.

Without Node or the network the wheel is built all the same, and the page says why it has no view of a whole large graph.
KG_WEBGL=no leaves the bundle out, KG_WEBGL=must fails without it.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("npm/package-lock.json", "npm/package.json", "npm/webgl.js", "hatch_build.py")
BUILT = "kg/page/built"
SECONDS = 180  # for one command; a network that drops packets must not hold the build up for ever


class CustomBuildHook(BuildHookInterface[Any]):
    """Puts the bundle where the wheel, or an editable installation, finds it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Make the bundle unless it is there already, made of the same sources."""
        wanted = os.environ.get("KG_WEBGL", "")
        root = Path(self.root)
        built = root / BUILT
        if wanted == "no":
            shutil.rmtree(built, ignore_errors=True)
            return
        try:
            make_bundle(root, built)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            shutil.rmtree(built, ignore_errors=True)  # one made of other sources would be worse than none
            reason = f"{BUILT}: not built ({describe(error)}); pages of large graphs will have no WebGL view"
            if wanted == "must":
                raise RuntimeError(reason) from error
            self.app.display_warning(reason)
        else:
            build_data["artifacts"].append(f"{BUILT}/*")  # git ignores it, the wheel must not


def make_bundle(root: Path, built: Path) -> None:
    """Write webgl.js, LICENSES.txt and made-of.txt into `built`; nothing when they are made of these very sources."""
    digest = hashlib.sha256(b"".join((root / name).read_bytes() for name in SOURCES)).hexdigest()
    stamp = built / "made-of.txt"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("no npm here; it comes with Node")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for source in (root / "npm").iterdir():
            if source.is_file():
                shutil.copy(source, folder)
        run(folder, npm, "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund")
        options = ("--bundle", "--minify", "--format=iife", "--global-name=kgWebgl", "--metafile=inputs.json")
        run(folder, npm, "exec", "--offline", "--", "esbuild", "webgl.js", *options, "--outfile=bundle.js")
        licences = collect_licences(folder)
        script = (folder / "bundle.js").read_text(encoding="utf-8")
    shutil.rmtree(built, ignore_errors=True)
    built.mkdir(parents=True)
    (built / "LICENSES.txt").write_text(licences, encoding="utf-8")
    (built / "webgl.js").write_text(f"/*!\n{licences}*/\n{script}", encoding="utf-8")  # each page must carry them, too
    stamp.write_text(digest, encoding="ascii")


def run(folder: Path, *command: str) -> None:
    """Run a command in `folder`."""
    environment = {**os.environ, "CI": "true"}
    subprocess.run(  # noqa: S603 - our own words
        command, cwd=folder, env=environment, check=True, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL
    )


def collect_licences(folder: Path) -> str:
    """Return the licence of every package that went into the bundle. Raises ValueError when one has none."""
    inputs = json.loads((folder / "inputs.json").read_text(encoding="utf-8"))["inputs"]
    packages = sorted({found[1] for path in inputs if (found := re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", path))})
    parts = []
    for package in packages:
        home = folder / "node_modules" / package
        version = json.loads((home / "package.json").read_text(encoding="utf-8"))["version"]
        texts = sorted(path for path in home.iterdir() if path.name.upper().startswith("LICEN"))
        if not texts:
            raise ValueError(f"{package}: comes without its licence")
        licence = texts[0].read_text(encoding="utf-8").replace("*/", "* /").strip()
        parts.append(f"{package} {version}\n\n{licence}\n")
    return "\n\n".join(parts)


def describe(error: Exception) -> str:
    """Return what went wrong in one line."""
    output = getattr(error, "stderr", None) or b""
    lines = [line for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    return f"{error}: {lines[0]}" if lines else str(error)
