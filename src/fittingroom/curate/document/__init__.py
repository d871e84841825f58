"""What a set holds and how it came about, in numbers, and the set in formats that others read."""
