"""The tree of the public log: RFC 9162 arithmetic, against the definition and the reference's own roots."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.log.tree import EMPTY, Tree, consistency_holds, inclusion_holds, leaf_hash, node_hash

LEAVES = [hashlib.sha256(bytes([n])).digest() for n in range(64)]


def slow_root(leaves: list[bytes]) -> bytes:
    """Hash a tree as RFC 9162 defines it, without any cleverness."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(slow_root(leaves[:split]), slow_root(leaves[split:]))


def test_roots_are_those_of_the_certificate_transparency_reference() -> None:
    leaves = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243")]

    assert Tree(leaves[:1]).root().hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert Tree(leaves[:2]).root().hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert Tree(leaves).root().hex() == "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"


@given(st.lists(st.binary(max_size=40), max_size=40))
def test_incremental_root_equals_the_definition(leaves: list[bytes]) -> None:
    tree = Tree()

    assert [tree.append(leaf) for leaf in leaves] == list(range(len(leaves)))
    assert tree.root() == Tree(leaves).root()
    assert [tree.root(n) for n in range(len(leaves) + 1)] == [
        slow_root(leaves[:n]) for n in range(len(leaves) + 1)
    ]


@given(st.integers(1, 64), st.data())
def test_inclusion_proof_holds_for_its_leaf_only(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(LEAVES[:size])
    path, root = tree.inclusion(index), tree.root()

    assert inclusion_holds(LEAVES[index], index, size, path, root)
    assert not inclusion_holds(b"other", index, size, path, root)
    assert not inclusion_holds(LEAVES[index], index, size, [*path, root], root)
    assert not inclusion_holds(LEAVES[index], size, size, path, root)
    if path:
        assert not inclusion_holds(LEAVES[index], index, size, path[:-1], root)


@given(st.integers(1, 64), st.data())
def test_consistency_proof_holds_for_its_roots_only(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    tree = Tree(LEAVES[:size])
    path, before, after = tree.consistency(old), tree.root(old), tree.root()

    assert consistency_holds(old, size, before, after, path)
    assert not consistency_holds(old, size, EMPTY, after, path)
    assert not consistency_holds(old, size, before, EMPTY, path)
    assert not consistency_holds(old, size, before, after, [*path, after])


def test_malformed_proofs_do_not_hold() -> None:
    assert not consistency_holds(0, 4, EMPTY, EMPTY, [EMPTY])
    assert not consistency_holds(2, 4, EMPTY, EMPTY, [])


@pytest.mark.parametrize("ask", [lambda t: t.root(9), lambda t: t.inclusion(4), lambda t: t.consistency(0)])
def test_asking_outside_the_tree_is_refused(ask: Any) -> None:
    with pytest.raises(IndexError):
        ask(Tree(LEAVES[:4]))
