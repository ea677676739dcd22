"""The abstract machine: values, environments, calls, classes, control flow, tapes. It builds the flow graph."""
