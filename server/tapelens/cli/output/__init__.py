"""One file per output format: `render(reports, paint)` returns the text, `FIXES` says if fixes are shown."""
