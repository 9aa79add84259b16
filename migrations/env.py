"""Runs the migrations: each in one transaction, on the URL that workflows.store.migrate gives."""

from alembic import context

from workflows.store.database import Database
from workflows.store.tables import metadata


def _run() -> None:
    database = Database(context.config.attributes["url"])
    with database.engine.connect() as connection, connection.begin():
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=False,
            transaction_per_migration=False,
        )
        context.run_migrations()
    database.close()


_run()
