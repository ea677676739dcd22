"""What Tapelens says: one <slug>.py and one <slug>.md per rule, found by walking this folder."""
