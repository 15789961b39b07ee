"""The passages of the report, one file per subject; each turns records and findings into plain texts."""
