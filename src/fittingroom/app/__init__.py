"""The page where one draws, drops or photographs a picture and sees what a model makes of it."""
