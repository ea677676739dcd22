"""The flow graph, its edges' labels, the query, verdicts and causes. Knows no Python syntax and no LSP."""
