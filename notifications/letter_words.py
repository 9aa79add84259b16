"""What may be printed: words made safe for Word without losing a character, and official punctuation."""

import re
from collections.abc import Mapping

from workflows.domain.errors import OfficeError
from workflows.domain.words import N_

#: Characters that XML 1.0 cannot carry (§2.2); they become a visible U+FFFD so that nothing vanishes silently.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
#: The ways in which programs end a line, Word's vertical tab and form feed among them.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c]")
_FULL_WIDTH = str.maketrans(
    {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "(": "\uff08", ")": "\uff09", "?": "\uff1f", "!": "\uff01"}
)
#: Characters of 22 pt on one line of 156 mm, one spared.
TITLE_LINE = 19
#: Where a title may be broken: behind the name of an organ or company, before the matter.
_TITLE_BREAK = re.compile(r"(?<=公司)|(?<=[局厅委部厂店社院所])(?=\S{4})|(?<=中心)|(?=信用信息)")
_CJK = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u201c\u201d]"
_BESIDE_CJK = re.compile(f"(?<={_CJK})[,;:()?!]|[,;:()?!](?={_CJK})")


class LetterContextWrong(OfficeError):
    """A value given to a letter is neither text, number, list nor mapping; params: ``path``."""

    message = N_("文书内容“%(path)s”不是可以打印的内容。")
    status = 500


def printable(text: str) -> str:
    r"""The text as Word can hold it: every printable character kept, line ends as ``\n``.

    Pairs of surrogates are joined; lone ones and control characters other than tab and line ends become U+FFFD.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNPRINTABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def plain(value: object, path: str = "") -> object:
    """A deep copy of a letter's context that holds nothing but dicts, lists, text, numbers and None.

    A subclass of ``str`` that declares itself safe markup becomes ordinary text, so that it is escaped like any other.

    Raises:
        LetterContextWrong: for any other kind of value, naming where it stands.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return printable("".join(value))
    if isinstance(value, Mapping):
        return {str(key): plain(entry, f"{path}.{key}".lstrip(".")) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry, f"{path}[{place}]") for place, entry in enumerate(value)]
    raise LetterContextWrong(path=path)


def title_lines(title: str) -> str:
    """A title broken into lines of like length where the meaning allows (GB/T 9704-2012 §7.3.1).

    A title of up to 19 characters, or one that has line ends already, stays as it is.
    """
    if len(title) <= TITLE_LINE or "\n" in title:
        return title
    lines = -(-len(title) // TITLE_LINE)
    wanted = -(-len(title) // lines)
    places = [found.start() for found in _TITLE_BREAK.finditer(title, wanted - 4, min(TITLE_LINE, wanted + 5) + 1)]
    place = min(places, key=lambda at: abs(at - wanted), default=wanted)
    return f"{title[:place]}\n{title_lines(title[place:])}"


def all_full_width(text: str) -> str:
    """Chinese text of a template with every half-width mark made full-width (GB/T 15834)."""
    return text.translate(_FULL_WIDTH)


def full_width(text: str) -> str:
    """Half-width marks beside Chinese characters made full-width (GB/T 15834): for the office's words only."""
    return _BESIDE_CJK.sub(lambda mark: mark.group().translate(_FULL_WIDTH), text)
