"""Refresh static/vendor/ from the packages in package-lock.json (`make vendor`); --check only compares."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
SUMS = VENDOR / "SHA256SUMS"

# package file -> where it goes, below the root. axe-core is for tests only and never served.
COPIES = {
    "htmx.org/dist/htmx.min.js": "static/vendor/htmx/htmx.min.js",
    "htmx.org/LICENSE": "static/vendor/htmx/LICENSE",
    "bootstrap/LICENSE": "static/vendor/bootstrap/LICENSE",
    "axe-core/axe.min.js": "tests/vendor/axe.min.js",
    "axe-core/LICENSE": "tests/vendor/axe.LICENSE",
}
STYLES = {
    "bootstrap/dist/css/bootstrap.min.css": "static/vendor/bootstrap/bootstrap.css",
    "bootstrap/dist/css/bootstrap.rtl.min.css": "static/vendor/bootstrap/bootstrap.rtl.css",
}
# Where class names are read from: whatever a template or a script does not mention is cut from Bootstrap.
CONTENT = ("templates/**/*.html", "templates/parts/README.md", "static/js/*.js")
# Spacing and grid words a page may use without running this script again.
KEPT = re.compile(r"(m[btxy]?|p[btxy]?|g[xy]?)-[0-5]|col(-md|-lg)?(-[1-9][0-2]?)?|d-(none|flex|grid|block)")


def main(arguments: list[str]) -> int:
    """Copy or compare; the exit status says whether the committed files are what the lock describes."""
    if arguments == ["--check"]:
        return _check()
    _install()
    for source, target in COPIES.items():
        _write(target, (MODULES / source).read_bytes())
    for source, target in STYLES.items():
        _write(target, _purged(MODULES / source))
    SUMS.write_text("".join(f"{digest}  {name}\n" for name, digest in _digests()), encoding="ascii")
    print(SUMS.read_text(encoding="ascii"), end="")
    return 0


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to refresh vendored files; the product itself never needs it.")
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=True)


def _purged(style: Path) -> bytes:
    kept = sorted(name for name in _class_names(style) if KEPT.fullmatch(name))
    settings = {
        "content": list(CONTENT),
        "css": [str(style)],
        "safelist": ["show", *kept],
        "variables": False,
        "keyframes": True,
    }
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "purgecss.config.cjs"
        config.write_text(f"module.exports = {json.dumps(settings)};", encoding="utf-8")
        command = [str(MODULES / ".bin" / "purgecss"), "--config", str(config), "--output", folder]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        text = (Path(folder) / style.name).read_text(encoding="utf-8")
    return _without_dark(re.sub(r"/\*# sourceMappingURL=.*?\*/\s*", "", text)).encode()


def _class_names(style: Path) -> set[str]:
    return set(re.findall(r"\.([A-Za-z][\w-]*)", style.read_text(encoding="utf-8")))


def _without_dark(text: str) -> str:
    """Dark colours come from our own tokens, so Bootstrap's theme blocks are dead weight."""
    return re.sub(r"(?:^|(?<=\}))[^{}]*\[data-bs-theme=dark\][^{}]*\{[^{}]*\}", "", text)


def _write(target: str, content: bytes) -> None:
    path = ROOT / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _digests() -> list[tuple[str, str]]:
    names = sorted([*COPIES.values(), *STYLES.values()])
    return [(name, hashlib.sha256((ROOT / name).read_bytes()).hexdigest()) for name in names]


def _check() -> int:
    lines = (line.split("  ", 1) for line in SUMS.read_text(encoding="ascii").splitlines())
    recorded = {name: digest for digest, name in lines}
    changed = [name for name, digest in _digests() if recorded.get(name) != digest]
    for name in changed:
        print(f"{name} is not the file that was vendored; run `make vendor`.")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
