"""Images as arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""An image: rows by columns, 0 is black; colours as a third axis: blue, green, red."""
