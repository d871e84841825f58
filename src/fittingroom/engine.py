"""The one file that imports the dataframe engine; steps know tables, not the engine."""
