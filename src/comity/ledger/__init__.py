"""The append-only record as arithmetic: entries, Merkle tree, checkpoints, folds, upcasts, audit. No disk, no clock."""
