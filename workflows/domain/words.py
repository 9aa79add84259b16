"""Marks the Chinese words of the domain so that the web can translate them, and those that it must leave alone."""


def N_(words: str) -> str:
    """Mark ``words`` for translation and return them unchanged.

    Args:
        words: Chinese text as it is shown to people; the message id of its translation.
    """
    return words


class Cited(str):
    """A name that the law gives, such as that of a list: shown as it stands and marked as Chinese, never translated."""
