"""Password hashes by argon2id, with the parameters that OWASP names for servers (19 MiB, two passes)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Passwords:
    """The office's port for passwords."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self.nobody = self._hasher.hash("")

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        return self._hasher.hash(password)

    def verify(self, kept: str, password: str) -> bool:
        """Tell whether ``password`` is the one of the ``kept`` hash; an empty password never is."""
        try:
            return self._hasher.verify(kept, password) and bool(password)
        except (VerificationError, InvalidHashError):
            return False


PASSWORDS = Argon2Passwords()
