"""No file says where packages come from: that is the machine's business. No page loads from a CDN."""

import json
from pathlib import Path

from tests.rules.files import ROOT, named, ours

# Written in pieces, so that this file does not hold them either.
PLACES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb" + ".debian.org",
    "unpkg" + ".com",
    "jsdelivr" + ".net",
    "cdnjs" + ".cloudflare",
    "google" + "apis.com",
    "esm" + ".sh",
    "--index" + "-url",
    "--extra-index" + "-url",
    "--find" + "-links",
]


def test_no_file_names_a_package_registry_or_a_cdn() -> None:
    assert [f"{named(path)}: {place}" for path in ours() for place in places_in(path)] == []


def test_the_node_lock_records_no_download_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []


def test_the_search_sees_a_place(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(f"--index-{'url'} somewhere\n")
    assert len(places_in(file)) == 1


def places_in(path: Path) -> list[str]:
    content = path.read_bytes()
    return [place for place in PLACES if place.encode() in content]
