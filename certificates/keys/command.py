"""`python -m certificates keygen` and `… keys`: an authority and its keys on a terminal."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from certificates.keys import acts, ceremony, token_acts
from certificates.keys.certifying import KeyType
from certificates.parties import Function, Institution
from certificates.text import Text


def add_to(commands: Any) -> None:
    """Add `keygen` and `keys` to the commands of the package."""
    make = commands.add_parser("keygen", help="make root, issuing authority, seals, credential and log key")
    make.add_argument("folder", type=Path)
    make.add_argument("--institution", action="append", default=[], metavar="CODE=NAME", type=_institution)
    make.add_argument("--country", default="XV", help="two letters (default: XV, user-assigned)")
    make.add_argument(
        "--domain", default="cursus.example", help="the issuer's domain, for its DID and its log"
    )
    make.add_argument("--log", default="log.cursus.example", help="the name of the log")
    make.add_argument("--type", type=KeyType, choices=list(KeyType), default=KeyType.P256)
    make.add_argument(
        "--holder",
        action="append",
        default=[],
        metavar="NAME",
        help="who holds a part of the root's passphrase; each types one (default: the root has no own one)",
    )
    make.set_defaults(run=acts.keygen)
    keys = commands.add_parser("keys", help="keys of an authority: what there is, what becomes of them")
    _add_keys(keys.add_subparsers(required=True, metavar="ACT"))


def _add_keys(does: Any) -> None:
    for name, run, told in (
        ("list", acts.list_keys, "say which keys there are and what became of them"),
        ("protocol", acts.print_protocol, "print the protocol of the ceremony again"),
        (
            "rotate",
            acts.rotate,
            "make the next key: of a seal (training-CODE, hr-CODE), `credential`, `log`, `ca` or `root`",
        ),
        ("retire", acts.retire, "take a key out of use from a coming day on; what it signed keeps counting"),
        ("compromise", acts.compromise, "mark since when a key was in other hands, and list it"),
        ("lists", acts.lists, "sign our lists of revoked certificates anew; take in those of others"),
        ("request", acts.request, "make a key and ask another authority for its certificate"),
        ("import", acts.bring, "take in the certificate that another authority gave for a request"),
        ("token", token_acts.seal, "make the next seal of an institution on a PKCS#11 token"),
        ("pin", token_acts.pin, "keep the PIN of a token, under the passphrase of the keys"),
    ):
        act = does.add_parser(name, help=told, description=told)
        act.add_argument("folder", type=Path)
        _ARGUMENTS[name](act)
        act.set_defaults(run=run)


def _no_more(act: argparse.ArgumentParser) -> None:
    pass


def _for_protocol(act: argparse.ArgumentParser) -> None:
    act.add_argument("--language", choices=ceremony.LANGUAGES, default="en")
    act.add_argument("--holder", action="append", default=[], metavar="NAME")


def _for_rotate(act: argparse.ArgumentParser) -> None:
    act.add_argument("which")
    act.add_argument("--type", type=KeyType, choices=list(KeyType), default=KeyType.P256)
    act.add_argument("--country", default="XV", help="of a new root")
    act.add_argument("--root-key", type=Path, help="the root's key on its medium: certifies a new `ca`")
    act.add_argument(
        "--stolen-since", type=_moment, metavar="YYYY-MM-DDTHH:MM", help="the `ca` before was in other hands"
    )


def _for_retire(act: argparse.ArgumentParser) -> None:
    act.add_argument("kid")
    act.add_argument("--on", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")


def _for_compromise(act: argparse.ArgumentParser) -> None:
    act.add_argument("kid")
    act.add_argument("--since", type=_moment, required=True, metavar="YYYY-MM-DDTHH:MM")


def _for_lists(act: argparse.ArgumentParser) -> None:
    act.add_argument("files", nargs="*", type=Path, help="lists of other authorities (PEM or DER)")
    act.add_argument("--root-key", type=Path, help="the root's key on its medium: renews the root's list")


def _for_request(act: argparse.ArgumentParser) -> None:
    act.add_argument("function", type=Function, choices=list(Function))
    act.add_argument("institution", type=_institution, metavar="CODE=NAME")
    act.add_argument("--country", default="XV")
    act.add_argument("--type", type=KeyType, choices=list(KeyType), default=KeyType.P256)
    _add_place(act, required=False)


def _for_token(act: argparse.ArgumentParser) -> None:
    act.add_argument("function", type=Function, choices=list(Function))
    act.add_argument("institution", type=_institution, metavar="CODE=NAME")
    act.add_argument("--country", default="XV")
    act.add_argument("--type", type=KeyType, choices=list(KeyType), default=KeyType.P256)
    _add_place(act, required=True)


def _add_place(act: argparse.ArgumentParser, *, required: bool) -> None:
    act.add_argument("--module", type=Path, required=required, help="the PKCS#11 module of the token's maker")
    act.add_argument("--token", required=required, metavar="LABEL")
    act.add_argument("--serial", default="", help="of two tokens with one label")
    act.add_argument("--key", metavar="LABEL", help="a key that lies there already (default: a new one)")
    act.add_argument("--id", type=bytes.fromhex, metavar="HEX", help="its identifier")


def _for_pin(act: argparse.ArgumentParser) -> None:
    act.add_argument("token", metavar="LABEL")
    act.add_argument("--serial", default="")


def _for_import(act: argparse.ArgumentParser) -> None:
    act.add_argument("certificate", type=Path)
    act.add_argument("--root", type=Path, required=True, help="the one certificate that is trusted")
    act.add_argument("--chain", type=Path, help="those between (PEM)")
    act.add_argument("--crl", type=Path, action="append", default=[], help="their lists (PEM or DER)")


_ARGUMENTS = {
    "list": _no_more,
    "protocol": _for_protocol,
    "rotate": _for_rotate,
    "retire": _for_retire,
    "compromise": _for_compromise,
    "lists": _for_lists,
    "request": _for_request,
    "import": _for_import,
    "token": _for_token,
    "pin": _for_pin,
}


def _institution(text: str) -> Institution:
    code, _, name = text.partition("=")
    if not code or not name:
        raise argparse.ArgumentTypeError("CODE=NAME expected")
    return Institution(code, Text.of(en=name))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
