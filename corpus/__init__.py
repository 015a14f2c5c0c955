"""Sample reports with their truth: made-up bodies, the real form, and the ways in which published reports vary.

Facts (facts.py) become an abstract document (layout.py, prose.py), which draw.py puts on PDF pages by itself
and word.py sends through a word processor. What is printed is therefore known exactly.
"""
