"""Figures and findings to Parquet, checked against the schema first.

The door of this room: `tables_of` makes the three tables of the dataset, `write` checks and publishes them.
"""

from pipeline.publish.schema import SCHEMAS, check
from pipeline.publish.tables import Dataset, tables_of
from pipeline.publish.write import prepare, write

__all__ = ["SCHEMAS", "Dataset", "check", "prepare", "tables_of", "write"]
