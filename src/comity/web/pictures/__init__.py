"""Pictures as text: SVG drawn on the server from values; pure functions, no script, no outside request."""
