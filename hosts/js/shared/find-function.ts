/** Finding a function by a whole or a short name: the rules and the words of the other hosts. */
import { HostError } from "./errors.js";
import type { FunctionType } from "./types.js";

/** How many names an error suggests. */
const SUGGESTIONS = 5;

/**
 * The whole name of the one function that a name stands for: whole (`molt:codec/codec@0.1.0#decode`), without the version
 * (`molt:codec/codec#decode`), with the last part of the interface (`codec#decode`), or alone (`decode`).
 *
 * @throws HostError of kind `missing-function`, with the names that come nearest, or with all that a short name fits.
 */
export function findFunction(functions: Readonly<Record<string, FunctionType>>, name: string): string {
  if (Object.hasOwn(functions, name)) return name;
  const all = Object.keys(functions);
  const found = all.filter((whole) => fits(whole, name));
  const [first] = found;
  if (first === undefined) throw missing(all, name);
  if (found.length === 1) return first;
  throw new HostError("missing-function", `\`${name}\` is the name of several functions: say which: ${found.join(", ")}`);
}

function split(name: string): { scope: string | null; local: string } {
  const hash = name.lastIndexOf("#");
  return { scope: hash < 0 ? null : name.slice(0, hash), local: name.slice(hash + 1) };
}

function fits(whole: string, name: string): boolean {
  const known = split(whole);
  const asked = split(name);
  if (known.local !== asked.local) return false;
  if (asked.scope === null) return true;
  if (known.scope === null) return false;
  const unversioned = known.scope.replace(/@.*$/s, "");
  return [known.scope, unversioned, unversioned.slice(unversioned.lastIndexOf("/") + 1)].includes(asked.scope);
}

function missing(all: string[], name: string): HostError {
  const what = `the component exports no function \`${name}\``;
  if (all.length === 0) return new HostError("missing-function", `${what}: the component exports no functions at all`);
  const wanted = split(name).local;
  // Names that begin with what was asked for come first, then those with the fewest edits.
  const near = all.map((whole) => {
    const { local } = split(whole);
    return { whole, begins: wanted !== "" && local.startsWith(wanted), edits: distance(wanted, local) };
  });
  near.sort((a, b) => Number(b.begins) - Number(a.begins) || a.edits - b.edits || (a.whole < b.whole ? -1 : 1));
  const rest = near.length - SUGGESTIONS;
  const names = near.slice(0, SUGGESTIONS).map(({ whole }) => whole).join(", ");
  return new HostError("missing-function", `${what}: it exports ${names}${rest > 0 ? ` and ${rest} more` : ""}`);
}

/** Edits between two names (Levenshtein), of their first 128 characters. */
function distance(a: string, b: string): number {
  const to = [...b].slice(0, 128);
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (const [i, x] of [...a].slice(0, 128).entries()) {
    const next = [i + 1];
    for (const [j, y] of to.entries()) {
      next.push(Math.min((row[j] ?? 0) + Number(x !== y), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
