#!/usr/bin/env python3
"""Writes the seeds of a fuzz target into fuzz/corpus/<target>: what the suite's cases and the corpora have for its codec,
or the suite's programs if it is the compiler's.

usage: fuzz/seeds.py TARGET
"""
import base64
import hashlib
import json
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("MOLT_CORPORA", ROOT.parent / "shared" / "corpora"))
LARGEST = 64 * 1024


def from_cases(codec):
    """Every byte string that a case of the codec's area spells out."""
    for path in sorted((ROOT / "parity-suite" / "cases" / codec).rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        for digits in re.findall(r'hex = "([0-9a-fA-F ]*)"', text):
            yield bytes.fromhex(digits)
        for quoted in re.findall(r'utf8 = ("(?:[^"\\]|\\.)*")', text):
            try:
                yield json.loads(quoted).encode()
            except (ValueError, UnicodeEncodeError):
                continue  # an escape that only TOML has, or a lone surrogate
        for literal in re.findall(r"utf8 = '([^']*)'", text):
            yield literal.encode()


def from_programs(codec):
    """Every Python program that is a case of something: seeds of the compiler."""
    if codec == "compiler":
        for folder in ("parity-suite/cases", "compiler/tests/cases"):
            for path in sorted((ROOT / folder).rglob("*.py")):
                yield path.read_bytes()


def from_corpora(codec):
    """Files of the codec's folder; of msgpack's one file, every encoding in it."""
    if codec == "compiler":
        return
    folder = CORPORA / codec
    if not folder.is_dir():
        print(f"note: no corpora at {folder}: seeds are the suite's cases alone", file=sys.stderr)
        return
    suite = folder / "msgpack-test-suite.json"
    if suite.is_file():
        for group in json.loads(suite.read_text(encoding="utf-8")).values():
            for item in group:
                yield from (bytes.fromhex(form.replace("-", "")) for form in item["msgpack"])
        return
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                sample = json.loads(line)
                if "b64" in sample:
                    yield base64.b64decode(sample["b64"])
        elif path.is_file() and path.stat().st_size <= LARGEST:
            yield path.read_bytes()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = sys.argv[1]
    codec = target.split("_")[0]
    folder = ROOT / "fuzz" / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for source in (from_cases, from_programs, from_corpora):
        for seed in source(codec):
            if len(seed) <= LARGEST:
                (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)


main()
