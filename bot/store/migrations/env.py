"""Alembic's entry: runs the migrations on the connection and in the transaction that bot.store.schema hands over."""

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    user_module_prefix="",  # `Instant()`, as script.py.mako imports it
)
with context.begin_transaction():
    context.run_migrations()
