"""A whole person's month in one conversation: nothing of the core replaced, the clock moved by hand."""
