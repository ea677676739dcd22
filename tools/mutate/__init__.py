"""Break real code in known ways, and count how many of the breaks the analyser reports."""
