"""From an assessment to a Word report."""
