"""The editor's side: a language server around `tapelens.check`. Only this room knows the protocol."""

from tapelens.lsp import records

records.load()
