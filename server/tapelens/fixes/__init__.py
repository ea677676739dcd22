"""Quick fixes: built as changed texts, offered only when the machine has proved them on a copy."""
