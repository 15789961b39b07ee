"""The measures: small pure functions from the records to a reading, one file per subject."""
