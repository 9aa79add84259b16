"""Packed JSON comes back as it was, from rows of before too, and nothing can be put behind it unnoticed."""

from hashlib import sha256
from pathlib import Path

import orjson
import pytest

from workflows.store import packing
from workflows.store.packing import Unreadable, pack, unpack

EVENT = {"rule": "repair.feedback", "due_on": "2026-10-09", "provisional": False, "pack": "national/2026-04-01"}
SIGNED = {"code": "REP-08", "number": "示市监修决〔2026〕1号", "sha256": sha256(b"1").hexdigest()}
DONE = {"node": "examine", "task": 7, "answers": sha256(b"2").hexdigest()[:32]}


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        None,
        "",
        0,
        {"text": "\x01\x02\x00\n\"'\\"},
        {"text": "€ 𠮷 😀", "mac": "0" * 32},
        {"not hex": "A" * 32, "too long": "a" * 33, "escaped": '"' + "a" * 32 + '"'},
        {"two": ["ab" * 16, "cd" * 32, "ef" * 16], "key" + "0" * 32: "ab" * 32},
        {"long": "同意" * 9000 + "ab" * 5000},
        {"days": ["2000-01-01", "2026-02-28", "2028-02-29", "2099-12-31"], "mac": "ab" * 16, "then": "2026-10-09"},
        {"no days": ["2026-02-29", "2026-13-01", "1999-12-31", "2100-01-01", "2026-1-1", "2026-10-09 16:00:00"]},
        {"2026-10-09": "a day as a key"},
        EVENT,
        SIGNED,
        DONE,
    ],
)
def test_what_is_packed_comes_back_as_it_was(value: object) -> None:
    text = orjson.dumps(value)
    assert unpack(pack(text)) == text
    assert len(pack(text)) <= len(text)


def test_every_character_comes_back() -> None:
    every = "".join(chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000)
    for character in every[0x20:]:
        kind, coded = packing._coded(character.encode())
        assert coded.decode(packing._KINDS[kind][1]) == character
    assert unpack(pack(orjson.dumps(every))) == orjson.dumps(every)


@pytest.mark.parametrize(("value", "most"), [(EVENT, 35), (SIGNED, 65), (DONE, 34)])
def test_what_the_log_says_most_often_is_short(value: object, most: int) -> None:
    assert len(pack(orjson.dumps(value))) <= most


def test_a_text_from_before_is_read_as_it_is() -> None:
    text = orjson.dumps(SIGNED)
    assert unpack(text) == text


@pytest.mark.parametrize("value", [EVENT, SIGNED, DONE])
def test_no_byte_can_be_added_or_taken_away(value: object) -> None:
    stored = pack(orjson.dumps(value))
    for changed in (stored + b" ", stored + b"\x00" * 16, stored[:-1], stored[:1], stored + stored):
        with pytest.raises(Unreadable):
            unpack(changed)


def test_a_day_is_its_last_two_bytes() -> None:
    stored = pack(orjson.dumps(EVENT))
    assert unpack(stored[:-1] + bytes([stored[-1] ^ 1])) == orjson.dumps(EVENT | {"due_on": "2026-10-10"})


OLD_SIGNED = (
    "014335dd02d3f80bf7f67d835961b8eb28b26e26a55a006b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
)
OLD_WIDE = "02838fa5405a2b0a1fe6cf6800aa40245746242f0183cf40d7c052a91600d4735e3a265e16eee03f59718b9b5d03"


def test_rows_packed_with_the_first_words_are_read_for_ever() -> None:
    assert unpack(bytes.fromhex(OLD_SIGNED)) == orjson.dumps(SIGNED)
    wide = {"text": "同意 😀", "answers": DONE["answers"], "on": "2026-10-09"}
    assert unpack(bytes.fromhex(OLD_WIDE)) == orjson.dumps(wide)


@pytest.mark.parametrize(
    ("number", "digest"),
    [
        (1, "262e5073716b93e4d1ddd78cd67417151f3eb138753d5737d1504aa332cd7470"),
        (2, "0235f8be2d6af22b73e08e03f6b4e6110ca46e50cfa3f149cca9acaac27977eb"),
    ],
)
def test_the_words_that_rows_were_packed_with_are_never_changed(number: int, digest: str) -> None:
    words = Path(packing.__file__).with_name(f"packing_words_{number}.txt").read_bytes()
    assert sha256(words).hexdigest() == digest
