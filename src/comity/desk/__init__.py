"""Use cases: load, decide, append, project. One orchestrator a stage; every face calls one method here."""
