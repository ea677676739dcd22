"""The command line: check, explain, flow, trace, server."""
