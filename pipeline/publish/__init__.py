"""Figures and findings to Parquet, checked against the schema first.

The door of this room: `result` makes a row of what was read of a document, `dataset_of` the three tables of the dataset
of such rows, `write` checks and publishes them in a `Place`.
"""

from pipeline.publish.place import Place, place_of
from pipeline.publish.results import RESULT, result, table, verdicts
from pipeline.publish.revise import revise
from pipeline.publish.schema import SCHEMAS, check
from pipeline.publish.tables import Dataset, dataset_of
from pipeline.publish.write import made_by, write

__all__ = [
    "RESULT",
    "SCHEMAS",
    "Dataset",
    "Place",
    "check",
    "dataset_of",
    "made_by",
    "place_of",
    "result",
    "revise",
    "table",
    "verdicts",
    "write",
]
