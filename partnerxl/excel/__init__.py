"""What Excel sees: the tab Partnership, what its buttons run, and how it gets into Excel."""
