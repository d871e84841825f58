"""The page for a model of attributes: a picture, and its labels group by group, as sets or "unknown".

subject learns what there is to know of a run before the first picture; asking turns a picture into an answer,
words and shown say it, work is what is computed at the desk.
"""
