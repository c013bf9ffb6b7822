"""Compiles the modules of a layer.

    compile_layer.py SITE INSIDE

SITE is the folder of packages, INSIDE is where runs see it: compiled modules name that place. They don't look
at their sources again (unchecked hashes), which nobody can change there. One process compiles in order, so
that the same sources give the same bytes. What doesn't compile (templates, code for other versions) is
printed and stays as it is.
"""
import os
import py_compile
import sys

site, inside = sys.argv[1:]
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
for folder, folders, names in os.walk(site):
    folders.sort()
    for name in sorted(names):
        if name.endswith(".py"):
            path = os.path.join(folder, name)
            try:
                py_compile.compile(path, dfile=inside + path[len(site):], doraise=True, invalidation_mode=mode)
            except (py_compile.PyCompileError, RecursionError):
                print(path[len(site) + 1:])
