"""The folder an outside checker needs, as `certificates export` writes it: written and read in one place.

`root.pem`, `ca.pem`, `root.crl`, `ca.crl`, `others.crl`, `stamps.pem`, `did.json`, `retired.json`,
`compromised.json`, `log.pub`, `stolen-logs.json`, `checkpoint`, `witnesses`, `status-<purpose>-<list>.json`,
`index.json`, and `<number>.pdf` and `<number>.json` of each certificate; what there is none of has no file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from certificates.did import did_document
from certificates.errors import CertificateError, TrustError
from certificates.keys import Authority
from certificates.log.entry import Entry, Record
from certificates.log.log import Proof
from certificates.statement import Statement
from certificates.status import Happening, StatusEvent, status_on
from certificates.status.lists import read_list
from certificates.verifying.did_reading import keys_in
from certificates.verifying.register import Registered
from certificates.verifying.trust import Trust, plain_stolen, read_moment, read_stolen

INDEX = "index.json"
"""The register of the folder: a statement of each certificate, with its holder's name."""
_LISTS = ("root.crl", "ca.crl", "others.crl")
_END = "-----END X509 CRL-----"


@dataclass(frozen=True)
class TrustFolder:
    """A folder that was read: what to trust, and a register of the certificates it lists."""

    trust: Trust
    _index: Mapping[str, Mapping[str, Any]]

    def find(self, number: str) -> Registered | None:
        """Return what the index says about a number; an index that cannot be read says nothing."""
        return self._read(number, self._index.get(number))

    def find_token(self, token: str) -> Registered | None:
        """Return what the index says about the token of a public address."""
        return self.find(self._numbers.get(token, ""))

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        """Numbers by their tokens, read once; an index that cannot be read to its end answers nothing."""
        return {_token(number, told): number for number, told in self._index.items()}

    def _read(self, number: str, told: Mapping[str, Any] | None) -> Registered | None:
        if told is None:
            return None
        try:
            return _registered(told)
        except (CertificateError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise TrustError(problem="index_malformed", number=number) from error


def _token(number: str, told: Mapping[str, Any]) -> str:
    try:
        return str(json.loads(told["statement"])["verify_url"]).rsplit("/", 1)[-1]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise TrustError(problem="index_malformed", number=number) from error


@dataclass(frozen=True)
class Kept:
    """One certificate as the folder keeps it."""

    registered: Registered
    pdf: bytes
    credential: bytes = b""

    def files(self) -> dict[str, bytes]:
        """Its files by their names."""
        number = self.registered.statement.number
        found = {f"{number}.pdf": self.pdf, f"{number}.json": self.credential}
        return {name: data for name, data in found.items() if data}


def write_folder(
    folder: Path,
    authority: Authority,
    checkpoint: str | None,
    known: Iterable[Kept],
    at: datetime,
    *,
    status: Iterable[bytes] = (),
    stamps: bytes = b"",
    witnesses: Iterable[str] = (),
) -> None:
    """Write everything that is needed to check these certificates without us."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for one in known:
        listed.append(_told(one, at))
        for name, data in one.files().items():
            (folder / name).write_bytes(data)
    for name, data in _public(authority, checkpoint, stamps, witnesses).items():
        (folder / name).write_bytes(data)
    for data in status:
        found = read_list(data)
        (folder / f"status-{found.purpose}-{found.number}.json").write_bytes(data)
    index = {"as_of": at.astimezone(UTC).isoformat(timespec="seconds"), "certificates": listed}
    (folder / INDEX).write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")


def _public(
    authority: Authority, checkpoint: str | None, stamps: bytes, witnesses: Iterable[str]
) -> dict[str, bytes]:
    """What everybody may read; what there is none of has no file."""
    trust = Trust.of(authority)
    retired = {seal: day.isoformat() for seal, day in trust.retired.items()}
    stolen_logs = {vkey: since.isoformat() for vkey, since in trust.stolen_logs.items()}
    did = did_document(authority.did, authority.credential_keys)
    texts = {
        "log.pub": authority.log + "\n",
        "checkpoint": checkpoint or "",
        "did.json": json.dumps(did, indent=1) if authority.did else "",
        "retired.json": json.dumps(retired) if retired else "",
        "compromised.json": json.dumps(plain_stolen(trust.compromised)) if trust.compromised else "",
        "stolen-logs.json": json.dumps(stolen_logs) if stolen_logs else "",
        "witnesses": "".join(f"{one}\n" for one in witnesses),
    }
    given = {
        "root.pem": authority.root,
        "ca.pem": authority.ca,
        "root.crl": authority.root_crl,
        "ca.crl": authority.ca_crl,
        "others.crl": b"".join(authority.lists),
        "stamps.pem": stamps,
    }
    given |= {name: text.encode("utf-8") for name, text in texts.items()}
    return {name: data for name, data in given.items() if data}


def read_folder(folder: Path) -> TrustFolder:
    """Read a folder; root and authority must be there, the rest is used if it is."""
    try:
        trust = _trust(folder)
        told = json.loads(_text(folder / INDEX) or "{}")
        index = {entry["number"]: entry for entry in told.get("certificates", [])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise TrustError(folder=folder.name, problem=type(error).__name__) from error
    return TrustFolder(trust, index)


def _trust(folder: Path) -> Trust:
    stolen_logs = json.loads(_text(folder / "stolen-logs.json") or "{}")
    did, retired = folder / "did.json", json.loads(_text(folder / "retired.json") or "{}")
    return Trust(
        root=(folder / "root.pem").read_bytes(),
        authorities=(folder / "ca.pem").read_bytes(),
        lists=tuple(part for name in _LISTS for part in _parts(folder / name)),
        log_key=(_text(folder / "log.pub") or "").strip() or None,
        checkpoint=_text(folder / "checkpoint"),
        stamps=(_text(folder / "stamps.pem") or "").encode(),
        did=keys_in(did.read_bytes()) if did.exists() else {},
        status=tuple(path.read_bytes() for path in sorted(folder.glob("status-*.json"))),
        witnesses=tuple((_text(folder / "witnesses") or "").split()),
        retired={seal: date.fromisoformat(day) for seal, day in retired.items()},
        compromised=read_stolen(json.loads(_text(folder / "compromised.json") or "{}")),
        stolen_logs={vkey: read_moment(since) for vkey, since in stolen_logs.items()},
    )


def _parts(path: Path) -> list[bytes]:
    """The lists of one file; several may stand one behind the other."""
    text = _text(path) or ""
    return [f"{part}{_END}\n".encode() for part in text.split(_END)[:-1]]


def has_index(folder: Path) -> bool:
    """Say whether the folder speaks about certificates at all, or only about keys."""
    return (folder / INDEX).exists()


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _told(kept: Kept, at: datetime) -> dict[str, Any]:
    registered = kept.registered
    statement = registered.statement
    told: dict[str, Any] = {
        "number": statement.number,
        "kind": statement.kind,
        "files": {name.rpartition(".")[2]: name for name in kept.files()},
        "answer": str(status_on(registered.events, statement.valid_until, at.date())),
        "sha256": registered.pdf_sha256,
        "statement": statement.canonical_bytes().decode("utf-8"),
        "events": [_event(event) for event in registered.events],
    }
    if registered.entry:
        entry = registered.entry
        recorded = entry.record.at.isoformat()
        told["entry"] = {"index": entry.index, "salt": entry.salt, "at": recorded}
        told["credential_sha256"] = entry.record.credential
    if registered.proof:
        proof = registered.proof
        told["proof"] = {"size": proof.size, "path": [step.hex() for step in proof.path]}
    return told


def _event(event: StatusEvent) -> dict[str, str]:
    told = {"happening": str(event.happening), "effective_on": event.effective_on.isoformat()}
    return told | ({"replaced_by": event.replaced_by} if event.replaced_by else {})


def _registered(told: Mapping[str, Any]) -> Registered:
    statement = Statement.from_bytes(told["statement"].encode("utf-8"))
    events = [
        StatusEvent(Happening(e["happening"]), date.fromisoformat(e["effective_on"]), e.get("replaced_by"))
        for e in told["events"]
    ]
    entry = proof = None
    if "entry" in told:
        moment = read_moment(told["entry"]["at"])
        digests = statement.digest(), told["sha256"]
        record = Record(statement.number, *digests, moment, told.get("credential_sha256", ""))
        entry = Entry(record, str(told["entry"]["salt"]), int(told["entry"]["index"]))
        if "proof" in told:
            path = tuple(bytes.fromhex(step) for step in told["proof"]["path"])
            proof = Proof(entry.index, int(told["proof"]["size"]), path)
    return Registered(statement, told["sha256"], events, entry, proof)
