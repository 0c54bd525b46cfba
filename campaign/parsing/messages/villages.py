"""The names of a commune's villages, put together once for all who write from it: to each some are their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaign.parsing.messages.names import Names, Spot
from campaign.parsing.numbers import lexicon, tokens
from campaign.parsing.numbers.lexicon import Entry, Node

OWN = "own"  # the key of a spot that names a village of one's own


@dataclass(frozen=True, slots=True)
class VillageTree:
    """All names of all villages as a tree of folded words; `called` and `named` are by a village's number."""

    names: Names
    called: Mapping[str, str]
    named: Mapping[str, Sequence[str]]

    def seen_by(self, own: Collection[int]) -> Villages:
        """As somebody sees them who speaks for the villages with these numbers."""
        return Villages(self, frozenset(map(str, own)))


@dataclass(frozen=True, slots=True)
class Villages:
    """The villages, some of which are the sender's own."""

    tree: VillageTree
    own: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """Every word of every name, folded."""
        return self.tree.names.vocabulary

    def spots(self, text: str) -> list[Spot]:
        """Where names stand: the key is `OWN`, or what another village is called."""
        return self.tree.names.spots(text, lambda key: OWN if key in self.own else self.tree.called[key])

    def own_names(self) -> list[str]:
        """The folded names of one's own."""
        return [lexicon.fold(name) for key in self.own for name in self.tree.named.get(key, ())]


def tree(villages: Iterable[tuple[str, int, str]]) -> VillageTree:
    """Of each name, whose it is (a village's number) and how that village is said; of a name given twice the last."""
    root, words = Node(), set[str]()
    called: dict[str, str] = {}
    named: dict[str, list[str]] = {}
    for name, (key, said) in {name: (str(number), said) for name, number, said in villages}.items():
        called[key] = said
        named.setdefault(key, []).append(name)
        cut = [token.lower for token in tokens.tokens(name)]
        lexicon.plant(root, Entry(tuple(map(lexicon.canonical, cut)), key))
        words.update(lexicon.fold(word) for word in name.lower().split())
    return VillageTree(Names(root, frozenset(words)), called, named)
