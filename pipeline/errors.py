"""The one exception that a person is meant to read."""


class UserError(Exception):
    """Something the user can put right: its text names the thing and says what to do. The commands exit with 2."""
