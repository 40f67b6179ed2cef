"""The only folder that touches disks, databases and the network."""
