# guard: -
# expect: failed
# SystemExit(0) out of the import.
raise SystemExit(0)
