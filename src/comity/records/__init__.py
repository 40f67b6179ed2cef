"""The baton: what one stage of the loop hands to the next, as frozen records. This list of files is the loop."""
