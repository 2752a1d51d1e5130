/** Puts a guard around everything that a transpiled component exports, without changing its shape. */
import { camelCase, parseFunctionName, pascalCase } from "./names.js";
import type { ComponentTypes } from "./types.js";

/** Runs `run` in the guest on behalf of the function `name`. */
export type Guard = (name: string, run: () => unknown) => unknown;
type Exports = Record<string, unknown>;

/** Wrappers that were made here: an interface that is listed under two names must not be wrapped twice. */
const guarded = new WeakSet<object>();

export function wrapExports(exports: Exports, types: ComponentTypes, guard: Guard): Readonly<Record<string, any>> {
  const names = memberNames(types);
  const wrapped: Record<string, unknown> = {};
  const interfaces = new Map<unknown, unknown>();
  // Full names come first; the transpiler also lists an interface under its short name, which is the same object.
  const entries = Object.entries(exports).sort(([a], [b]) => Number(b.includes(":")) - Number(a.includes(":")));
  for (const [key, value] of entries) {
    if (typeof value === "function") wrapped[key] = wrapMember(value, key, names, guard);
    else if (value !== null && typeof value === "object") {
      if (!interfaces.has(value)) interfaces.set(value, wrapInterface(key, value, names, guard));
      wrapped[key] = interfaces.get(value);
    }
  }
  return Object.freeze(wrapped);
}

/** WIT names by JavaScript path: `iface#Counter.get` leads to `iface#[method]counter.get`. */
function memberNames(types: ComponentTypes): Map<string, string> {
  const names = new Map<string, string>();
  for (const full of Object.keys(types.functions)) {
    const { interface: iface, kind, resource, name } = parseFunctionName(full);
    const prefix = iface === null ? "" : `${iface}#`;
    const owner = resource === null ? "" : pascalCase(resource);
    const member = kind === "constructor" ? owner : `${owner}${owner && "."}${camelCase(name)}`;
    names.set(prefix + member, full);
  }
  return names;
}

function wrapInterface(iface: string, value: object, names: Map<string, string>, guard: Guard): object {
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([member, inner]) =>
    [member, typeof inner === "function" ? wrapMember(inner, `${iface}#${member}`, names, guard) : inner])));
}

function wrapMember(value: Function, path: string, names: Map<string, string>, guard: Guard): unknown {
  if (/^class\b/.test(Function.prototype.toString.call(value))) return wrapClass(value, path, names, guard);
  const name = names.get(path) ?? path;
  return (...args: unknown[]) => guard(name, () => value(...args));
}

/** A resource class keeps its identity, so that `instanceof` holds; its constructor, methods and static functions are guarded. */
function wrapClass(original: Function, path: string, names: Map<string, string>, guard: Guard): unknown {
  for (const owner of [original.prototype as object, original]) {
    for (const key of Object.getOwnPropertyNames(owner)) guardMember(owner, key, names.get(`${path}.${key}`) ?? `${path}.${key}`, guard);
  }
  const name = names.get(path) ?? path;
  return new Proxy(original, {
    construct: (target, args) => guard(name, () => Reflect.construct(target, args)) as object,
  });
}

function guardMember(owner: object, key: string, name: string, guard: Guard): void {
  const member = (owner as Record<string, unknown>)[key];
  if (key === "constructor" || key === "prototype" || typeof member !== "function" || guarded.has(member)) return;
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    return guard(name, () => member.apply(this, args));
  };
  guarded.add(wrapper);
  Object.defineProperty(owner, key, { value: wrapper, configurable: true, writable: true });
}
