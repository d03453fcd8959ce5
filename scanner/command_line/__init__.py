"""What the command line shows, and where it writes."""
