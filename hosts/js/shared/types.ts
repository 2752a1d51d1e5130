/** WIT types as JSON: the form that the parity suite, the manifest of a transpiled component and `wit-json.ts` share. */

export type Primitive =
  | "bool" | "u8" | "u16" | "u32" | "u64" | "s8" | "s16" | "s32" | "s64" | "f32" | "f64" | "char" | "string";

/** A named and typed member: a record's field or a function's parameter. Names are WIT names (kebab-case). */
export interface Field { name: string; type: Type }
/** A variant's case; `type` is null for a case without a payload. */
export interface Case { name: string; type: Type | null }

export type Type =
  | Primitive
  | { list: Type }
  | { option: Type }
  | { result: { ok: Type | null; err: Type | null } }
  | { record: Field[] }
  | { tuple: Type[] }
  | { variant: Case[] }
  | { enum: string[] }
  | { flags: string[] }
  | { own: string }
  | { borrow: string }
  | { stream: Type | null }
  | { future: Type | null };

/** A function's type; `result` is null when it returns nothing. */
export interface FunctionType { params: Field[]; result: Type | null; async: boolean }

/** What a component exports and imports. */
export interface ComponentTypes {
  /** Exported functions by name: `interface#function`, or the bare name at world level. */
  functions: Record<string, FunctionType>;
  /** Imported functions by name, spelled like exported ones. */
  imports: Record<string, FunctionType>;
  /** True when the component, or any component inside it, uses anything of the component model's async part. */
  async: boolean;
}

const PRIMITIVES: ReadonlySet<string> = new Set([
  "bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "string",
]);

export function isPrimitive(type: Type): type is Primitive {
  return typeof type === "string" && PRIMITIVES.has(type);
}

/** A type in WIT notation, for messages; members of named types are left out. */
export function typeName(type: Type | null): string {
  if (type === null) return "_";
  if (typeof type === "string") return type;
  if ("list" in type) return `list<${typeName(type.list)}>`;
  if ("option" in type) return `option<${typeName(type.option)}>`;
  if ("result" in type) return `result<${typeName(type.result.ok)}, ${typeName(type.result.err)}>`;
  if ("record" in type) return "record";
  if ("tuple" in type) return `tuple<${type.tuple.map(typeName).join(", ")}>`;
  if ("variant" in type) return "variant";
  if ("enum" in type) return "enum";
  if ("flags" in type) return "flags";
  if ("own" in type) return type.own;
  if ("borrow" in type) return `borrow<${type.borrow}>`;
  if ("stream" in type) return `stream<${typeName(type.stream)}>`;
  return `future<${typeName(type.future)}>`;
}
