"""Reads and writes the tables of a result by SQL, in SpatiaLite, GeoPackage and PostGIS alike.

Values are always bound, never put into the text of a statement. '?' stands for a value in both.
No QGIS in it.
"""

import os
import re
import sqlite3

from .translate import tr

PATIENCE = 5        # seconds that another writer (QGIS, a colleague) may hold the file


class StoreError(Exception):
    """What went wrong, for the user."""


def is_database(source):
    return source.strip().upper().startswith("PG:")


def split_connection(source):
    """Connection text for libpq and the schema of "PG:... schema=NAME" (default hensyn)."""
    text = source.strip()[3:].strip().strip('"')
    pattern = re.compile(r"(?:^|\s)(?:active_schema|schemas|schema)=('(?:[^'\\]|\\.)*'|\S+)")
    match = pattern.search(text)
    schema = match.group(1) if match else "hensyn"
    if schema.startswith("'"):
        schema = re.sub(r"\\(.)", r"\1", schema[1:-1])
    return pattern.sub(" ", text).strip(), schema


class SqliteStore:
    """A SpatiaLite or GeoPackage file. Python's own SQLite serves: no geometry is touched."""

    def __init__(self, path):
        if not os.path.isfile(path):
            raise StoreError(tr("There is no file {}.").format(path))
        self.path = path
        self.known_columns = {}

    def connect(self, write=False):
        """Opened by its plain path, since a file URI cannot name every share of Windows. Reading
        changes nothing all the same."""
        connection = sqlite3.connect(self.path, timeout=PATIENCE)
        if not write:
            connection.execute("PRAGMA query_only = ON")
        return connection

    def run(self, statements, write=False):
        connection = None
        try:
            connection = self.connect(write)
            with connection:
                for sql, values in statements:
                    rows = connection.execute(sql, values).fetchall()
            return rows
        except sqlite3.Error as error:
            raise StoreError(self.told(error)) from error
        finally:
            if connection:
                connection.close()

    def told(self, error):
        if "locked" in str(error) or "readonly" in str(error):
            return tr("{} cannot be written now: somebody else is writing to it, or it may not be "
                      "changed ({}).").format(self.path, error)
        return tr("{} cannot be read as a result of hensyn ({}).").format(self.path, error)

    def tables(self):
        rows = self.run([("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')", ())])
        return {name for name, in rows}

    def columns(self, table):
        """A table's columns do not change while a result is open."""
        if table not in self.known_columns:
            rows = self.run([("SELECT name FROM pragma_table_info(?)", (table,))])
            self.known_columns[table] = [name for name, in rows]
        return self.known_columns[table]


class PostgresStore:
    """One schema of a PostGIS database, through psycopg2, which QGIS brings along."""

    def __init__(self, source):
        self.connection_text, self.schema = split_connection(source)

    def connect(self, write=False):
        import psycopg2
        connection = psycopg2.connect(self.connection_text)
        connection.set_session(readonly=not write)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('search_path', quote_ident(%s) || ', public', false)",
                           (self.schema,))
        return connection

    def run(self, statements, write=False):
        try:
            import psycopg2
        except ImportError as error:
            raise StoreError(tr("Results in PostGIS need the Python module psycopg2.")) from error
        connection = None
        try:
            connection = self.connect(write)
            with connection, connection.cursor() as cursor:
                for sql, values in statements:
                    cursor.execute(sql.replace("?", "%s"), values)
                return cursor.fetchall() if cursor.description else []
        except psycopg2.Error as error:
            raise StoreError(str(error).strip()) from error
        finally:
            if connection:
                connection.close()

    def tables(self):
        return {name for name, in self.run([
            ("SELECT table_name FROM information_schema.tables WHERE table_schema = ?",
             (self.schema,))])}

    def columns(self, table):
        return [row[0] for row in self.run([
            ("SELECT column_name FROM information_schema.columns WHERE table_schema = ? "
             "AND table_name = ? ORDER BY ordinal_position", (self.schema, table))])]


def open_store(source):
    """The store of a result; StoreError when it is none."""
    store = PostgresStore(source) if is_database(source) else SqliteStore(source)
    if "kjoring" not in store.tables():
        raise StoreError(tr("{} is not a result of hensyn.").format(source))
    return store


def facts(store):
    """Table kjoring as a dictionary: how the result was made."""
    return dict(store.run([("SELECT nokkel, verdi FROM kjoring", ())]))


def has_rows(store, table):
    """table is a name of layers.py or of the store's own list, never of the user."""
    return bool(store.run([(f'SELECT 1 FROM "{table}" LIMIT 1', ())]))
