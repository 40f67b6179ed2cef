"""The append-only record as arithmetic: entries, Merkle tree, checkpoints, folds. No disk, no clock."""
