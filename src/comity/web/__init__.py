"""Pages and pictures of the desk, server-rendered."""
