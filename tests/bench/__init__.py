"""`make bench`: hot paths against a floor measured in the same run; JSON on standard output."""
