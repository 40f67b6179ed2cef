"""Programs for those who work on Comity: reference pages, outlines, and a walk through the loop."""
