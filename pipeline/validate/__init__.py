"""From figures to findings and verdicts.

The door of this room: `check` for one reading of a report, `judge` for what several readers make of it.
"""

from pipeline.validate.identities import broken_identities
from pipeline.validate.judge import Judged, Reading, Verdict, judge

__all__ = ["Judged", "Reading", "Verdict", "broken_identities", "judge"]
