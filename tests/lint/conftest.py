"""The corpus holds programs that are read, not tests that are run, whatever their names."""

collect_ignore = ["corpus"]
