"""People look: tasks for annotation tools, their answers, and what the answers together say."""
