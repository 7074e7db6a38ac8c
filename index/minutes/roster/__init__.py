"""Lines that say who attended → attendees, with name, office, affiliation, seat and other names.

lines → lists | tables | columns of spaced names → entries
"""

from __future__ import annotations

from index.minutes.roster.entry import Entry
from index.minutes.roster.lists import lists_officers, read_roster
from index.minutes.roster.table import is_heading_row

__all__ = ["Entry", "is_heading_row", "lists_officers", "read_roster"]
