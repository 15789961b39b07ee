"""Where a workbook lives: reading saved workbooks, writing result sheets into them, making new ones."""
