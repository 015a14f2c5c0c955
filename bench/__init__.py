"""Measurements that a person runs by hand: how right the readings are, and what they cost."""
