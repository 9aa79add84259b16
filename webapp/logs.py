"""The log: one line of JSON per entry on standard error, long values cut, never the local variables of a traceback."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

#: Longest value of an entry, in characters; a traceback keeps its end, where the cause stands.
LONGEST = 8000


# What JSON lets through and a terminal or a reader of lines obeys: C1 controls, line ends, bidi marks, surrogates.
_OBEYED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)


def configure() -> None:
    """Set up structlog for this process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _cut,
            _one_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_names: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _cut(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in entry.items():
        if isinstance(value, str) and len(value) > LONGEST:
            entry[name] = value[:LONGEST] if name != "exception" else value[-LONGEST:]
    return entry


def _one_line(logger: Any, method: str, entry: MutableMapping[str, Any]) -> str:
    line = str(_JSON(logger, method, entry))
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
