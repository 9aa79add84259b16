"""Brings a database to the newest schema by the numbered migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, make_url
from sqlalchemy.exc import OperationalError

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def configuration(url: str) -> Config:
    """Return Alembic's configuration for the database at ``url``."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(url: str) -> None:
    """Bring the database at ``url`` to the newest schema; does nothing when it is there already."""
    command.upgrade(configuration(url), "head")


def downgrade(url: str, to: str) -> None:
    """Take the database at ``url`` back to migration ``to`` (``base`` for none)."""
    command.downgrade(configuration(url), to)


def is_migrated(url: str) -> bool:
    """Tell whether there is an office's database at ``url``. Nothing is made by asking."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return False
    engine = create_engine(parsed)
    try:
        return inspect(engine).has_table("alembic_version")
    except OperationalError:
        return False
    finally:
        engine.dispose()
