"""From a shop's catalogue to a clean multi-label set: one step per file, each says what it dropped and why."""
