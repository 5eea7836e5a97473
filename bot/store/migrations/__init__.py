"""The history of the schema, for Alembic. Append only: a released migration is never edited."""
