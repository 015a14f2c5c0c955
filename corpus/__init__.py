"""Made-up reports with their truth: the real form, and the ways in which published reports vary.

Facts (facts.py) become an abstract document (layout.py, prose.py), which one of three renderers puts on pages: drawn by
draw.py, typed in a word processor by word.py, printed by a browser by browser.py. What is printed is therefore known
exactly. README.md tells how it hangs together.
"""
