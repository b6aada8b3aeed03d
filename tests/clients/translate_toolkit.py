#!/usr/bin/python3
"""Translates an XLIFF file by the API of the Translate Toolkit: translate_toolkit.py IN OUT

Each unit gets its source as the target, with its codes and a mark before it: «1» ... Prints the number of marks."""
import copy, sys
from translate.storage import xliff
from translate.storage.placeables import StringElem

store = xliff.xlifffile.parsefile(sys.argv[1])
count = 0
for unit in store.units:
    if unit.isheader() or not unit.source:
        continue
    count += 1
    target = copy.deepcopy(unit.rich_source)
    target[0].sub.insert(0, StringElem("«%d»" % count))
    unit.rich_target = target
store.savefile(sys.argv[2])
print(count)
