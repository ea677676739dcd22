"""The project's own tools: what measures, generates and attacks the analyser; none of it ships."""
