/**
 * Checks native arguments against their types before a call. The transpiled code itself is lenient: it turns `"abc"` into
 * the u32 0 and 300 into the u8 44.
 */
import { camelCase } from "./names.js";
import { hasLoneSurrogate, INTEGERS, refuse, typedArrayOf } from "./path.js";
import type { Field, Type } from "./types.js";

/** @throws HostError of kind `wrong-arguments` naming the parameter and the path in it. */
export function checkArguments(params: Field[], args: readonly unknown[]): void {
  if (args.length !== params.length) {
    refuse("arguments", `${params.length} (${params.map((p) => p.name).join(", ") || "none"})`, args.length);
  }
  params.forEach((param, i) => checkValue(param.type, args[i], param.name));
}

export function checkValue(type: Type, value: unknown, path: string): void {
  if (typeof type === "string") checkPrimitive(type, value, path);
  else if ("list" in type) checkList(type.list, value, path);
  else if ("option" in type) checkOption(type.option, value, path);
  else if ("record" in type) {
    const record = object(type, value, path);
    for (const field of type.record) checkValue(field.type, record[camelCase(field.name)], `${path}.${camelCase(field.name)}`);
  } else if ("tuple" in type) {
    if (!Array.isArray(value) || value.length !== type.tuple.length) refuse(path, type, value);
    else type.tuple.forEach((item, i) => checkValue(item, value[i], `${path}[${i}]`));
  } else if ("variant" in type) checkTagged(new Map(type.variant.map((c) => [c.name, c.type])), type, value, path);
  else if ("result" in type) checkTagged(new Map([["ok", type.result.ok], ["err", type.result.err]]), type, value, path);
  else if ("enum" in type) {
    if (typeof value !== "string" || !type.enum.includes(value)) refuse(path, `one of ${type.enum.join(", ")}`, value);
  } else if ("flags" in type) checkFlags(type.flags, type, value, path);
  else if (value === null || (typeof value !== "object" && typeof value !== "function")) refuse(path, type, value);
}

function checkPrimitive(type: string, value: unknown, path: string): void {
  const fits = (): boolean => {
    switch (type) {
      case "bool": return typeof value === "boolean";
      case "f32": case "f64": return typeof value === "number";
      case "string": return typeof value === "string" && !hasLoneSurrogate(value);
      case "char": return typeof value === "string" && !hasLoneSurrogate(value) && value.length <= 2 && [...value].length === 1;
      case "u64": case "s64": return typeof value === "bigint" && inRange(type, value);
      default: return typeof value === "number" && Number.isInteger(value) && inRange(type, BigInt(value));
    }
  };
  if (!fits()) refuse(path, type === "string" ? "a string without lone surrogates" : type, value);
}

function inRange(type: string, value: bigint): boolean {
  const range = INTEGERS[type];
  return range !== undefined && value >= range.min && value <= range.max;
}

function checkList(item: Type, value: unknown, path: string): void {
  const Typed = typedArrayOf(item);
  if (Typed && value instanceof Typed) return;
  if (!Array.isArray(value)) refuse(path, Typed ? `${Typed.name} or an array` : "an array", value);
  else value.forEach((member, i) => checkValue(item, member, `${path}[${i}]`));
}

function checkOption(inner: Type, value: unknown, path: string): void {
  if (typeof inner === "object" && "option" in inner) {
    checkTagged(new Map<string, Type | null>([["none", null], ["some", inner]]), { option: inner }, value, path);
  } else if (value !== undefined && value !== null) checkValue(inner, value, path);
}

function checkTagged(cases: Map<string, Type | null>, type: Type, value: unknown, path: string): void {
  const { tag, val } = object(type, value, path);
  const payload = typeof tag === "string" ? cases.get(tag) : undefined;
  if (payload === undefined) refuse(`${path}.tag`, `one of ${[...cases.keys()].join(", ")}`, tag);
  else if (payload !== null) checkValue(payload, val, `${path}.val`);
}

function checkFlags(names: string[], type: Type, value: unknown, path: string): void {
  const flags = object(type, value, path);
  const known = new Set(names.map(camelCase));
  for (const key of Object.keys(flags)) {
    if (!known.has(key)) refuse(`${path}.${key}`, `one of the flags ${[...known].join(", ")}`, flags[key]);
  }
}

function object(type: Type, value: unknown, path: string): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : refuse(path, type, value);
}
