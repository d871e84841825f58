"""What a score is worth outside the benchmark: other styles, damaged pictures, real photos."""
