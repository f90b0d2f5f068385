"""Writes unicode_normalization.txt from two files of the Unicode Character Database.

Usage: make_unicode_normalization.py UnicodeData.txt DerivedNormalizationProps.txt > unicode_normalization.txt

Lines, all numbers but classes in hexadecimal:
  FROM=TO...    canonical decomposition, in full
  FROM~TO...    compatibility decomposition, in full, where it differs from the canonical one
  A+B=C         canonical composition
  FIRST-LAST:N  canonical combining class (decimal), where it is not zero
"""
import sys

HEADER = """\
# Decompositions, compositions and combining classes, derived from the Unicode Character Database 15.0.0.
# Copyright 1991-2022 Unicode, Inc. All rights reserved. Licensed under the Unicode License (unicode.org/license.txt).
# Written by make_unicode_normalization.py; Hangul syllables are computed and not listed.\
"""


def read_characters(path: str) -> tuple[dict[int, list[int]], dict[int, list[int]], dict[int, int]]:
    canonical, compatible, classes = {}, {}, {}
    for line in open(path, encoding="ascii"):
        fields = line.split(";")
        code = int(fields[0], 16)
        if int(fields[3]):
            classes[code] = int(fields[3])
        parts = fields[5].split()
        if parts:
            target = compatible if parts[0].startswith("<") else canonical
            target[code] = [int(p, 16) for p in parts if not p.startswith("<")]
    return canonical, compatible, classes


def read_exclusions(path: str) -> set[int]:
    excluded: set[int] = set()
    for line in open(path, encoding="utf-8"):
        fields = [f.strip() for f in line.split("#")[0].split(";")]
        if len(fields) > 1 and fields[1] == "Full_Composition_Exclusion":
            first, _, last = fields[0].partition("..")
            excluded.update(range(int(first, 16), int(last or first, 16) + 1))
    return excluded


def expanded(code: int, *tables: dict[int, list[int]]) -> list[int]:
    for table in tables:
        if code in table:
            return [e for part in table[code] for e in expanded(part, *tables)]
    return [code]


def hexes(codes: list[int]) -> str:
    return " ".join(f"{c:X}" for c in codes)


def ranges(classes: dict[int, int]):
    first = last = None
    for code in sorted(classes):
        if first is not None and code == last + 1 and classes[code] == classes[first]:
            last = code
            continue
        if first is not None:
            yield first, last, classes[first]
        first = last = code
    yield first, last, classes[first]


def main() -> None:
    canonical, compatible, classes = read_characters(sys.argv[1])
    excluded = read_exclusions(sys.argv[2])
    print(HEADER)
    for code in sorted(canonical):
        print(f"{code:X}={hexes(expanded(code, canonical))}")
    for code in sorted(canonical.keys() | compatible.keys()):
        full = expanded(code, canonical, compatible)
        if full != expanded(code, canonical):
            print(f"{code:X}~{hexes(full)}")
    for code in sorted(canonical):
        if len(canonical[code]) == 2 and code not in excluded:
            print(f"{canonical[code][0]:X}+{canonical[code][1]:X}={code:X}")
    for first, last, value in ranges(classes):
        print(f"{first:X}-{last:X}:{value}")


main()
