"""Scripts that print the figures the documents give."""
