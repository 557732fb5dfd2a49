"""A runner's data as a file: written out whole, and read into an account that has not begun. See docs/export.md."""
