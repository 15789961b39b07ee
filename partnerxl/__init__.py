"""partnerxl turns a workforce partnership's records into phases, pitfall flags and a report."""
