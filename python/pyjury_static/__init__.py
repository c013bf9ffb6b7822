"""Rules over the source of a submission: what it must use, must not use, must define, and how it is written.

The submission is only read here, never imported and never run. `source` reads files, however hostile; `scopes` says
which name is bound where; `names` says what an expression denotes, through aliases; `graph` says what refers to what;
`life` says what can't ever run. On these stand the rules, one file each in `rules`. `schema.json` is what an author may
write, `check` puts everything together, and docs/modes/static.md explains it.
"""
