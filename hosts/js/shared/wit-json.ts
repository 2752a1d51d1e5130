/**
 * WIT values as JSON, both ways, driven by types. The JSON form is described in `docs/reference/wit-json.md`.
 *
 * Native values are those of transpiled components: 64-bit integers are BigInt, records are objects with camelCase names,
 * variants are `{ tag, val }`, flags are objects of booleans, an option is `undefined` or its value (an option inside an
 * option is `{ tag: "none" | "some", val }`), a list of numbers is a typed array.
 */
import { fromBase64, toBase64 } from "./base64.js";
import { HostError } from "./errors.js";
import { camelCase } from "./names.js";
import { hasLoneSurrogate, INTEGERS, refuse, typedArrayOf, type TypedArray } from "./path.js";
import { typeName, type Field, type Type } from "./types.js";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What conversion to native values needs from outside. */
export interface FromJsonOptions {
  /** The value that an earlier call left under a name; undefined when there is none. */
  variable?(name: string): unknown;
  /** The bytes of a `{"file": path}`. Without it files are refused. */
  readFile?(path: string): Uint8Array;
}

/** What conversion to JSON can be told. */
export interface ToJsonOptions {
  /** Replaces `list<u8>` and string values; undefined keeps the usual form. */
  large?(value: Uint8Array | string): Json | undefined;
}

/**
 * Converts a function's arguments.
 * @throws HostError of kind `wrong-arguments` naming the parameter and the path in it.
 */
export function argumentsFromJson(params: Field[], args: Json[], options: FromJsonOptions = {}): unknown[] {
  if (!Array.isArray(args) || args.length !== params.length) {
    const names = params.map((p) => p.name).join(", ") || "none";
    refuse("arguments", `${params.length} (${names})`, Array.isArray(args) ? args.length : args);
  }
  return params.map((param, i) => fromJson(param.type, args[i] as Json, param.name, options));
}

/** Converts one value from JSON; `path` is the place that errors name. */
export function fromJson(type: Type, json: Json, path = "value", options: FromJsonOptions = {}): unknown {
  if (typeof type === "string") return primitiveFromJson(type, json, path, options);
  if ("list" in type) return listFromJson(type.list, json, path, options);
  if ("option" in type) return optionFromJson(type.option, json, path, options);
  if ("record" in type) return recordFromJson(type.record, json, path, options);
  if ("tuple" in type) {
    if (!Array.isArray(json) || json.length !== type.tuple.length) return refuse(path, type, json);
    return type.tuple.map((item, i) => fromJson(item, json[i] as Json, `${path}[${i}]`, options));
  }
  if ("variant" in type) return variantFromJson(type, json, path, options);
  if ("enum" in type) return typeof json === "string" && type.enum.includes(json) ? json : refuse(path, oneOf(type.enum), json);
  if ("flags" in type) return flagsFromJson(type.flags, json, path);
  if ("result" in type) return resultFromJson(type, json, path, options);
  return handleFromJson(type, json, path, options);
}

function oneOf(names: string[]): string {
  return `one of ${names.slice(0, 12).join(", ")}${names.length > 12 ? ", ..." : ""}`;
}

function primitiveFromJson(type: string, json: Json, path: string, options: FromJsonOptions): unknown {
  switch (type) {
    case "bool": return typeof json === "boolean" ? json : refuse(path, type, json);
    case "f32": case "f64": return floatFromJson(type, json, path);
    case "char": return charFromJson(json, path);
    case "string": return stringFromJson(json, path, options);
    default: return integerFromJson(type, json, path);
  }
}

function integerFromJson(type: string, json: Json, path: string): number | bigint {
  const range = INTEGERS[type] ?? refuse(path, "a known type", type);
  const wide = type === "u64" || type === "s64";
  let value: bigint | undefined;
  if (typeof json === "number" && Number.isSafeInteger(json)) value = BigInt(json);
  else if (wide && typeof json === "string" && /^-?[0-9]{1,20}$/.test(json)) value = BigInt(json);
  if (value === undefined || value < range.min || value > range.max) {
    const inexact = wide && typeof json === "number" && Number.isInteger(json) && !Number.isSafeInteger(json);
    return refuse(path, inexact ? `${type} as a decimal string (beyond 2^53 a number is not exact)` : type, json);
  }
  return wide ? value : Number(value);
}

function floatFromJson(type: string, json: Json, path: string): number {
  if (typeof json === "number") return type === "f32" ? Math.fround(json) : json;
  if (json === "nan") return NaN;
  if (json === "inf") return Infinity;
  if (json === "-inf") return -Infinity;
  if (json === "-0") return -0;
  return refuse(path, `${type} (a number, "nan", "inf", "-inf" or "-0")`, json);
}

function charFromJson(json: Json, path: string): string {
  if (typeof json !== "string" || hasLoneSurrogate(json) || [...json].length !== 1) return refuse(path, "one char", json);
  return json;
}

function stringFromJson(json: Json, path: string, options: FromJsonOptions): string {
  const text = typeof json === "string" ? json : decodeText(bytesFromJson(json, path, "string", options), path);
  if (hasLoneSurrogate(text)) return refuse(path, "a string without lone surrogates", text);
  return text;
}

function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse(path, "UTF-8", `${bytes.length} bytes that are not`);
  }
}

/** Most bytes that a `repeat` may make: more than any wasm memory can take. */
const MAX_BYTES = 2 ** 32;

/** The object forms of bytes: base64, hex, utf8, file, repeat, join. */
function bytesFromJson(json: Json, path: string, expected: string, options: FromJsonOptions): Uint8Array {
  if (json === null || typeof json !== "object" || Array.isArray(json)) return refuse(path, expected, json);
  const { base64, hex, utf8, file, repeat, times, join } = json;
  if (typeof base64 === "string") {
    try {
      return fromBase64(base64);
    } catch {
      return refuse(`${path}.base64`, "base64", base64);
    }
  }
  if (typeof hex === "string") return hexToBytes(hex, `${path}.hex`);
  if (typeof utf8 === "string") return new TextEncoder().encode(utf8);
  if (typeof file === "string") return options.readFile ? options.readFile(file) : refuse(path, "no file here", json);
  if (repeat !== undefined && Number.isSafeInteger(times) && (times as number) >= 0) {
    return repeatBytes(bytesFromJson(repeat, `${path}.repeat`, expected, options), times as number, path);
  }
  if (Array.isArray(join)) return joinBytes(join.map((part, i) => bytesFromJson(part, `${path}.join[${i}]`, expected, options)));
  return refuse(path, expected, json);
}

function joinBytes(parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function hexToBytes(text: string, path: string): Uint8Array {
  const hex = text.replace(/\s+/g, "");
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(hex)) return refuse(path, "pairs of hex digits", hex);
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

function repeatBytes(unit: Uint8Array, times: number, path: string): Uint8Array {
  const total = unit.length * times;
  if (total > MAX_BYTES) return refuse(path, `at most ${MAX_BYTES} bytes`, total);
  let out: Uint8Array;
  try {
    out = new Uint8Array(total);
  } catch {
    return refuse(path, "as many bytes as this engine can hold", total);
  }
  if (total === 0) return out;
  out.set(unit);
  for (let filled = unit.length; filled < total; filled *= 2) out.copyWithin(filled, 0, Math.min(filled, total - filled));
  return out;
}

function listFromJson(item: Type, json: Json, path: string, options: FromJsonOptions): unknown {
  if (!Array.isArray(json)) {
    return item === "u8" ? bytesFromJson(json, path, "list<u8>", options) : refuse(path, { list: item }, json);
  }
  const Typed = typedArrayOf(item);
  const values: { [index: number]: unknown } = Typed ? new Typed(json.length) : new Array(json.length);
  for (let i = 0; i < json.length; i++) values[i] = fromJson(item, json[i] as Json, `${path}[${i}]`, options);
  return values;
}

function isOption(type: Type): type is { option: Type } {
  return typeof type === "object" && "option" in type;
}

/** The only member of an object with exactly this key; undefined otherwise. */
function only(json: Json, key: string): Json | undefined {
  if (json === null || typeof json !== "object" || Array.isArray(json)) return undefined;
  return Object.keys(json).length === 1 ? json[key] : undefined;
}

function optionFromJson(inner: Type, json: Json, path: string, options: FromJsonOptions): unknown {
  const nested = isOption(inner);
  if (json === null) return nested ? { tag: "none" } : undefined;
  const some = only(json, "some");
  if (some === undefined) return refuse(path, `null or {"some": value}`, json);
  const val = fromJson(inner, some, `${path}.some`, options);
  return nested ? { tag: "some", val } : val;
}

function recordFromJson(fields: Field[], json: Json, path: string, options: FromJsonOptions): unknown {
  if (json === null || typeof json !== "object" || Array.isArray(json)) return refuse(path, { record: fields }, json);
  const known = new Set(fields.map((field) => field.name));
  for (const key of Object.keys(json)) {
    if (!known.has(key)) refuse(`${path}.${key}`, `one of the fields ${[...known].join(", ")}`, json[key]);
  }
  const record: Record<string, unknown> = {};
  for (const { name, type } of fields) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined;
    record[camelCase(name)] = value === undefined ? refuse(`${path}.${name}`, type, undefined) : fromJson(type, value, `${path}.${name}`, options);
  }
  return record;
}

function variantFromJson(type: Type & object, json: Json, path: string, options: FromJsonOptions): unknown {
  const cases = (type as { variant: { name: string; type: Type | null }[] }).variant;
  const names = cases.map((c) => c.name);
  if (json === null || typeof json !== "object" || Array.isArray(json)) return refuse(path, `{"case": ${oneOf(names)}}`, json);
  const found = cases.find((c) => c.name === json["case"]);
  if (!found) return refuse(`${path}.case`, oneOf(names), json["case"]);
  if (found.type === null) {
    if (json["value"] !== undefined) refuse(`${path}.value`, "no value for this case", json["value"]);
    return { tag: found.name };
  }
  if (json["value"] === undefined) return refuse(`${path}.value`, found.type, undefined);
  return { tag: found.name, val: fromJson(found.type, json["value"], `${path}.value`, options) };
}

function flagsFromJson(names: string[], json: Json, path: string): unknown {
  if (!Array.isArray(json)) return refuse(path, "an array of flag names", json);
  const flags: Record<string, boolean> = {};
  for (const name of names) flags[camelCase(name)] = false;
  json.forEach((name, i) => {
    if (typeof name !== "string" || !names.includes(name)) refuse(`${path}[${i}]`, oneOf(names), name);
    else flags[camelCase(name)] = true;
  });
  return flags;
}

function resultFromJson(type: Type & object, json: Json, path: string, options: FromJsonOptions): unknown {
  const { ok, err } = (type as { result: { ok: Type | null; err: Type | null } }).result;
  for (const [tag, payload] of [["ok", ok], ["err", err]] as const) {
    const value = only(json, tag);
    if (value === undefined) continue;
    if (payload !== null) return { tag, val: fromJson(payload, value, `${path}.${tag}`, options) };
    return value === null ? { tag, val: undefined } : refuse(`${path}.${tag}`, "null", value);
  }
  return refuse(path, `{"ok": value} or {"err": value}`, json);
}

/** Resources, streams and futures: a variable, or a stream's or future's content. */
function handleFromJson(type: Type & object, json: Json, path: string, options: FromJsonOptions): unknown {
  const name = only(json, "var");
  if (typeof name === "string") {
    return options.variable?.(name) ?? refuse(path, `a value that an earlier step left as "${name}"`, undefined);
  }
  if ("future" in type) {
    const value = only(json, "future");
    if (value === undefined) return refuse(path, type, json);
    return Promise.resolve(type.future === null ? undefined : fromJson(type.future, value, `${path}.future`, options));
  }
  if ("stream" in type) {
    const items = only(json, "stream");
    const item = type.stream;
    if (item === "u8" && items !== undefined) return streamOf([...listFromJson(item, items, `${path}.stream`, options) as Uint8Array]);
    if (!Array.isArray(items)) return refuse(path, type, json);
    return streamOf(items.map((value, i) => (item === null ? undefined : fromJson(item, value, `${path}.stream[${i}]`, options))));
  }
  return refuse(path, `{"var": name} for ${"own" in type ? type.own : (type as { borrow: string }).borrow}`, json);
}

async function* streamOf(values: unknown[]): AsyncGenerator<unknown> {
  yield* values;
}

/** Converts one native value to JSON. Streams and futures must have been read before (`readAsync`) or are bound to names. */
export function toJson(type: Type, value: unknown, options: ToJsonOptions = {}): Json {
  if (typeof type === "string") return primitiveToJson(type, value, options);
  if ("list" in type) return listToJson(type.list, value as ArrayLike<unknown>, options);
  if ("option" in type) {
    if (isOption(type.option)) {
      const { tag, val } = value as { tag: string; val: unknown };
      return tag === "none" ? null : { some: toJson(type.option, val, options) };
    }
    return value === undefined || value === null ? null : { some: toJson(type.option, value, options) };
  }
  if ("record" in type) {
    const record = value as Record<string, unknown>;
    return Object.fromEntries(type.record.map((f) => [f.name, toJson(f.type, record[camelCase(f.name)], options)]));
  }
  if ("tuple" in type) return type.tuple.map((item, i) => toJson(item, (value as unknown[])[i], options));
  if ("variant" in type) {
    const { tag, val } = value as { tag: string; val: unknown };
    const payload = type.variant.find((c) => c.name === tag)?.type ?? null;
    return payload === null ? { case: tag } : { case: tag, value: toJson(payload, val, options) };
  }
  if ("enum" in type) return value as string;
  if ("flags" in type) return type.flags.filter((name) => (value as Record<string, boolean>)[camelCase(name)]);
  if ("result" in type) {
    const { tag, val } = value as { tag: "ok" | "err"; val: unknown };
    const payload = type.result[tag];
    return { [tag]: payload === null ? null : toJson(payload, val, options) };
  }
  return handleToJson(type, value, options);
}

/** What `readAsync` leaves in place of a stream or a future. */
export class ReadStream {
  constructor(readonly items: unknown[], readonly dropped: boolean) {}
}
export class ReadFuture {
  constructor(readonly value: unknown) {}
}

function handleToJson(type: Exclude<Type, string>, value: unknown, options: ToJsonOptions): Json {
  if (value instanceof ReadStream && "stream" in type) {
    const { stream: item } = type;
    const stream = item === null ? value.items.map(() => null) : listToJson(item, value.items, options);
    return value.dropped ? { stream, dropped: true } : { stream };
  }
  if (value instanceof ReadFuture && "future" in type) {
    return { future: type.future === null ? null : toJson(type.future, value.value, options) };
  }
  if ("own" in type) return { resource: type.own };
  if ("borrow" in type) return { resource: type.borrow };
  throw new HostError("unsupported", `a ${typeName(type)} must be read before it can be shown as JSON`);
}

function primitiveToJson(type: string, value: unknown, options: ToJsonOptions): Json {
  switch (type) {
    case "u64": case "s64": return String(value);
    case "f32": case "f64": return floatToJson(value as number);
    case "string": return options.large?.(value as string) ?? (value as string);
    default: return value as Json;
  }
}

function floatToJson(value: number): Json {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : value;
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

function listToJson(item: Type, value: ArrayLike<unknown>, options: ToJsonOptions): Json {
  if (item === "u8") {
    const bytes = value instanceof Uint8Array ? value : Uint8Array.from(value as ArrayLike<number>);
    return options.large?.(bytes) ?? { base64: toBase64(bytes) };
  }
  return Array.from(value as ArrayLike<unknown>, (member) => toJson(item, member, options));
}

/** True when a value of this type can hold a stream or a future. */
export function holdsAsync(type: Type | null): boolean {
  if (type === null || typeof type === "string") return false;
  if ("stream" in type || "future" in type) return true;
  if ("list" in type) return holdsAsync(type.list);
  if ("option" in type) return holdsAsync(type.option);
  if ("result" in type) return holdsAsync(type.result.ok) || holdsAsync(type.result.err);
  if ("record" in type) return type.record.some((field) => holdsAsync(field.type));
  if ("tuple" in type) return type.tuple.some(holdsAsync);
  if ("variant" in type) return type.variant.some((c) => holdsAsync(c.type));
  return false;
}

export type { TypedArray };
