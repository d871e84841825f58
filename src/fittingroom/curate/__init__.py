"""From a shop's catalogue to a clean multi-label set: a step per file, each says what it dropped, and why."""
