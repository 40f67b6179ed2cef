"""A text under negotiation: stable paragraphs, proposals, rebase, brackets, support, provenance. Pure; see the desk."""
