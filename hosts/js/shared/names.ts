/** How WIT names appear in the JavaScript objects of a transpiled component. */

/** `decode-all` becomes `decodeAll`. */
export function camelCase(name: string): string {
  const [first = "", ...rest] = name.split("-").map((word) => word.toLowerCase());
  return first + rest.map(capitalise).join("");
}

/** `byte-counter` becomes `ByteCounter`. */
export function pascalCase(name: string): string {
  return capitalise(camelCase(name));
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A function's full name, taken apart. */
export interface FunctionName {
  /** Interface with package and version, or null at world level. */
  interface: string | null;
  kind: "function" | "constructor" | "method" | "static" | "resource-drop";
  /** Resource that a constructor, method, static function or drop belongs to. */
  resource: string | null;
  /** Function name within its interface or resource; empty for constructors and drops. */
  name: string;
}

const SPECIAL = /^\[(constructor|method|static|resource-drop)\]([^.]+)(?:\.(.+))?$/;

/**
 * Takes a name such as `molt:codec/codec@0.1.0#decode`, `iface#[method]counter.get` or `run` apart.
 * `[async]` marks of older tools are ignored.
 */
export function parseFunctionName(full: string): FunctionName {
  const hash = full.lastIndexOf("#");
  const iface = hash < 0 ? null : full.slice(0, hash);
  const local = full.slice(hash + 1);
  const special = SPECIAL.exec(local);
  if (!special) return { interface: iface, kind: "function", resource: null, name: local };
  const kind = special[1] as FunctionName["kind"];
  return { interface: iface, kind, resource: special[2] ?? null, name: special[3] ?? "" };
}
