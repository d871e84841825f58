"""Worlds whose truth is known: pictures drawn from a description, so that every answer can be checked."""
