/**
 * What the canonical ABI says about results that no compiler writes, where the transpiled code does something else. A guest
 * can be malicious: it must not read a list that is shorter than it says, and every host must see the same value or trap.
 */

interface Rewrite {
  name: string;
  /** A regular expression; it may stand any number of times, also not at all. */
  pattern: string;
  replace: string;
}

export const REWRITES: Rewrite[] = [
  {
    // Every number but 0 is true.
    name: "bool",
    pattern: String.raw`(function throwInvalidBool\(\) \{\s*)throw new TypeError\('invalid variant discriminant for bool'\);`,
    replace: "$1return true;",
  },
  {
    // Bits above a type's width are ignored.
    name: "integers",
    pattern: String.raw`(function clampGuest\(i, min, max\) \{\s*)if \(i < min \|\| i > max\) \{\s*throw new TypeError\([^)]*\);\s*\}\s*return i;`,
    replace: "$1const wrapped = i & (max - min);\n    return wrapped > max ? wrapped - (max - min + 1) : wrapped;",
  },
  {
    // Bits of labels that a flags type does not have are ignored.
    name: "flags",
    pattern: String.raw`if \(\(\w+ & \d+\) !== 0\) \{\s*throw new TypeError\('flags have extraneous bits set'\);\s*\}`,
    replace: "",
  },
  {
    // `slice` gives what there is of a list that ends outside of memory.
    name: "lists",
    pattern: String.raw`(\w+)\.buffer\.slice\((ptr\d+), \2 \+ (len\d+) \* (\d+)\)`,
    replace: "sliceOf($1.buffer, $2, $3 * $4)",
  },
  {
    // Memory that the guest gives for a list has to be aligned for its items.
    name: "alignment",
    pattern: String.raw`(ptr\d+ ?= ?)(realloc\d+\(0, 0, (\d+), [^;]*\));`,
    replace: "$1alignedTo($3, $2);",
  },
];

/** Functions that the rewrites call. */
const HELPERS = `
function sliceOf(buffer, start, length) {
  if (start + length > buffer.byteLength) throw new RangeError(\`a list of \${length} bytes at \${start} ends outside of memory\`);
  return buffer.slice(start, start + length);
}
function alignedTo(alignment, pointer) {
  if ((pointer >>> 0) % alignment !== 0) throw new RangeError(\`the guest gave memory at \${pointer >>> 0}, which is not aligned to \${alignment}\`);
  return pointer;
}
`;

/** The module with all rewrites. */
export function exactLifting(source: string): string {
  return REWRITES.reduce((text, { pattern, replace }) => text.replace(new RegExp(pattern, "g"), replace), source) + HELPERS;
}
