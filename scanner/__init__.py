"""Photo in, facts out."""
