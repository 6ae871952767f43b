"""The wall between the web process and the signing keys: Landlock, without privilege (Linux 5.13).

A ruleset is a list of what stays allowed, so everything beside the way to the closed folder is
allowed by name: files that a process makes later belong into folders that exist before.
"""

import ctypes
import os
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
_SET_NO_NEW_PRIVS = 38

_WRITE_FILE, _READ_FILE, _TRUNCATE = 1 << 1, 1 << 2, 1 << 14
_REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))
"""Remove a folder or file, make a device, folder, file, socket, pipe or link: bits 4 to 12."""
_TRUNCATE_SINCE = 3


class _RulesetAttribute(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _version() -> int:
    """The version of Landlock in this kernel; below 1 there is none."""
    return int(_libc().syscall(_CREATE_RULESET, None, 0, 1))


def is_available() -> bool:
    """Whether this kernel can close a folder to a process."""
    return _version() >= 1


def _for_files() -> int:
    """Rights that mean something for a single file; the kernel refuses the others there."""
    return _WRITE_FILE | _READ_FILE | (_TRUNCATE if _version() >= _TRUNCATE_SINCE else 0)


def _for_folders() -> int:
    return _for_files() | _REMOVE_AND_MAKE


def _beside(closed: Path) -> list[Path]:
    """Everything that is not on the way down to the closed folder, as few paths as possible.

    Links are left out: what one leads to is allowed by its own name, and one that leads to the closed
    folder, or to a folder above it, would open the wall.
    """
    open_paths: list[Path] = []
    for parent, child in zip(
        [closed.parent, *closed.parent.parents], [closed, *closed.parents], strict=False
    ):
        open_paths += [one for one in parent.iterdir() if one.name != child.name and not one.is_symlink()]
    return open_paths


def give_up(closed: Path) -> bool:
    """Close a folder to this process and all its children for good; False where the kernel cannot."""
    if not is_available():
        return False
    libc = _libc()
    attribute = _RulesetAttribute(_for_folders())
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(attribute), ctypes.sizeof(attribute), 0)
    if ruleset < 0:
        return False
    try:
        for path in _beside(closed.resolve()):
            _allow(libc, ruleset, path)
        done = libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        return done and bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # vanished, or a dangling link: nothing to allow
        return
    rights = _for_folders() if path.is_dir() else _for_files()
    rule = _PathBeneath(rights, descriptor)
    libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(descriptor)
