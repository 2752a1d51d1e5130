import { HostError } from "./errors.js";
import { typeName, type Type } from "./types.js";

/** Refuses an argument; `path` says where in the arguments, such as `limits.max-depth`. */
export function refuse(path: string, expected: Type | string, found: unknown): never {
  const wanted = typeof expected === "string" ? expected : typeName(expected);
  throw new HostError("wrong-arguments", `${path}: expected ${wanted}, found ${show(found)}`);
}

/** A value for a message, cut short. */
export function show(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  let text: string | undefined;
  try {
    text = JSON.stringify(value, (_, member) => (typeof member === "bigint" ? `${member}n` : member));
  } catch {
    text = undefined; // cyclic
  }
  text ??= String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** True when a string has half of a surrogate pair: it has no UTF-8 form and cannot cross a boundary. */
export function hasLoneSurrogate(text: string): boolean {
  // Native where the engine has it: this runs over every string that is passed.
  const { isWellFormed } = text as { isWellFormed?(): boolean };
  return isWellFormed ? !isWellFormed.call(text) : LONE_SURROGATE.test(text);
}

export interface IntegerRange { min: bigint; max: bigint }

/** The range of each integer type. */
export const INTEGERS: Record<string, IntegerRange> = {
  u8: { min: 0n, max: 0xffn }, u16: { min: 0n, max: 0xffffn }, u32: { min: 0n, max: 0xffff_ffffn },
  u64: { min: 0n, max: 0xffff_ffff_ffff_ffffn },
  s8: { min: -0x80n, max: 0x7fn }, s16: { min: -0x8000n, max: 0x7fffn }, s32: { min: -0x8000_0000n, max: 0x7fff_ffffn },
  s64: { min: -0x8000_0000_0000_0000n, max: 0x7fff_ffff_ffff_ffffn },
};

/** The typed array that holds a list of a number type; undefined for lists that are plain arrays. */
export const TYPED_ARRAYS: Record<string, { new (items: number): TypedArray } | undefined> = {
  u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, u64: BigUint64Array,
  s8: Int8Array, s16: Int16Array, s32: Int32Array, s64: BigInt64Array, f32: Float32Array, f64: Float64Array,
};
export type TypedArray =
  | Uint8Array | Uint16Array | Uint32Array | BigUint64Array | Int8Array | Int16Array | Int32Array | BigInt64Array
  | Float32Array | Float64Array;

/** The typed array of a list's items, or undefined. */
export function typedArrayOf(item: Type | null): { new (items: number): TypedArray } | undefined {
  return typeof item === "string" ? TYPED_ARRAYS[item] : undefined;
}
