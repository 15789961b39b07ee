"""Pure: from the records of a workbook to phases, pitfalls and tips; no file, no screen, no clock."""
