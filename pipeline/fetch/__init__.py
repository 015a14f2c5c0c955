"""From websites to an archive: sources are crawled, what is found is kept as it came, and a manifest says whence.

The archive's door is `Archive` (pipeline/fetch/archive.py) and its `Manifest` (pipeline/fetch/manifest.py).
"""
