"""On which texts a process rests where an office is bound: the bound packs' own articles, never a text of elsewhere.

A pack speaks of a process by its limits and by ``[demands.<process>]``; every article there is cited. A text
that sets neither days nor demands may still be the basis of a process::

    [demands.official_interview.basis]
    article = "三（三）"
"""

from collections.abc import Iterable, Iterator

from workflows.domain.policy import Pack


def process_basis(packs: Iterable[Pack], process: str) -> tuple[str, ...]:
    """Return text and articles of each pack that speaks of a process, the highest text first.

    A pack that speaks of it only to say that its text sets nothing is not cited.
    """
    found = []
    for pack in sorted(packs, key=lambda each: -each.rank):
        cited = [each for each in dict.fromkeys(_articles(pack, process)) if each]
        own = [each for each in cited if not each.startswith("《")]
        found += [f"{_title(pack)}{'、'.join(own)}"] if own else []
        found += [each for each in cited if each.startswith("《")]
    return tuple(dict.fromkeys(found))


def _articles(pack: Pack, process: str) -> Iterator[str]:
    for limit in pack.limits.values():
        # What a pack borrows from another text, to be checked, is no basis of its own.
        borrowed = limit.article.startswith("《") and not limit.verified
        if limit.process == process and not limit.none and not borrowed:
            yield limit.article
    for demand in pack.demands.get(process, {}).values():
        if isinstance(demand, dict):
            yield str(demand.get("article", ""))


def _title(pack: Pack) -> str:
    """Return a title in book marks; a text known by its number alone has none."""
    return pack.title if pack.title.startswith("《") or pack.title.endswith("号文件") else f"《{pack.title}》"
