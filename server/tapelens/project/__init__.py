"""The files of a project: which are analysed, with which settings, and what their imports mean."""
