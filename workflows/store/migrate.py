"""Brings a database to the newest schema by the numbered migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError

from workflows.domain.errors import OfficeError
from workflows.domain.words import N_

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class NoDatabase(OfficeError):
    """The office has not been set up."""

    message = N_("数据库中还没有建立机构：请先运行 flask --app webapp setup。")
    status = 503


class SchemaDiffers(OfficeError):
    """The database was set up by another version of the program; params: ``found``, ``wanted`` (migrations)."""

    message = N_(
        "数据库结构（%(found)s）与程序（%(wanted)s）不一致：请先停止网站和后台程序并备份，"
        "再运行 flask --app webapp setup；数据库比程序新的，请改用与之相符的程序。"
    )
    status = 503


class DatabaseAway(OfficeError):
    """The database's server does not answer, or refuses us."""

    message = N_("连接不上数据库：请确认数据库服务正在运行，DATABASE_URL 正确。")
    status = 503


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


def require_current(url: str) -> None:
    """Go on only with a database that has the schema this program was written for.

    Raises:
        DatabaseAway: nobody can tell, because it cannot be reached.
        NoDatabase: there is no office in it.
        SchemaDiffers: it is older, or newer.
    """
    found, wanted = _version(url), ScriptDirectory.from_config(configuration(url)).get_current_head()
    if found is None:
        raise NoDatabase()
    if found != wanted:
        raise SchemaDiffers(found=found, wanted=wanted)


def is_migrated(url: str) -> bool:
    """Tell whether there is an office's database at ``url``. Nothing is made by asking."""
    try:
        return _version(url) is not None
    except DatabaseAway:
        return False


def _version(url: str) -> str | None:
    """Return the last migration that the database has seen; None where there is no office in it."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return None
    engine = create_engine(parsed)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise DatabaseAway() from error
    finally:
        engine.dispose()
