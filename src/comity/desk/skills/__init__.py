"""One file a skill protocol. Each module has NAME, WORDS and run(raw, progress) -> Skill, and is found by lookup."""
