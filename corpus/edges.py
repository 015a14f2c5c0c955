"""Which borders of a table are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.switches import Switches

Box = tuple[float, float, float, float]  # x0, y0, x1, y1, upwards, as PDF has it
Edge = tuple[float, float, float, float]


def sides(box: Box) -> tuple[Edge, ...]:
    """The four edges of a box, each from left to right or upwards."""
    x0, y0, x1, y1 = (round(value, 2) for value in box)
    return (x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)


@dataclass(frozen=True)
class Kept:
    """Which borders of a piece are drawn: `outer` is the box of the piece, `heads` the heights at which headers end."""

    switches: Switches
    outer: Box
    heads: tuple[float, ...]
    cut_top: bool
    cut_bottom: bool

    def __call__(self, edge: Edge) -> bool:
        """Tell whether an edge is drawn."""
        x0, y0, x1, y1 = edge
        left, bottom, right, top = self.outer
        if x0 == x1:
            return self._upright(outside=min(abs(x0 - left), abs(x0 - right)) < 0.1)
        at_cut = (self.cut_bottom and abs(y0 - bottom) < 0.1) or (self.cut_top and abs(y1 - top) < 0.1)
        if at_cut and not self.switches.close_cuts:
            return False
        return self._level(y0, outside=min(abs(y0 - bottom), abs(y0 - top)) < 0.1)

    def _upright(self, *, outside: bool) -> bool:
        edges = self.switches.edges
        if outside:
            return self.switches.sides and edges in ("all", "no columns", "columns")
        return edges in ("all", "no sides", "no frame", "columns")

    def _level(self, y: float, *, outside: bool) -> bool:
        edges = self.switches.edges
        if edges == "three":
            return outside or any(abs(y - head) < 0.1 for head in self.heads)
        return edges not in ("none", "columns") and not (outside and edges == "no frame")
