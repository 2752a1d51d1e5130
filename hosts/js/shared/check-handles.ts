/** Checks that resource handles are what a function takes: transpiled code takes any resource for any other. */
import { camelCase, pascalCase } from "./names.js";
import { refuse } from "./path.js";
import type { Field, Type } from "./types.js";

/** True when a value is a handle of the resource with this name. */
type IsResource = (resource: string, value: unknown) => boolean;

/** True when values of a type can hold a resource handle. */
export function holdsHandle(type: Type | null): boolean {
  if (type === null || typeof type === "string") return false;
  if ("own" in type || "borrow" in type) return true;
  if ("list" in type) return holdsHandle(type.list);
  if ("option" in type) return holdsHandle(type.option);
  if ("record" in type) return type.record.some((field) => holdsHandle(field.type));
  if ("tuple" in type) return type.tuple.some(holdsHandle);
  if ("variant" in type) return type.variant.some((c) => holdsHandle(c.type));
  if ("result" in type) return holdsHandle(type.result.ok) || holdsHandle(type.result.err);
  return false;
}

/**
 * Checks the handles in a call's arguments; `exports` are an instance's exports with its resource classes.
 * @throws HostError of kind `wrong-arguments` naming the parameter and the path in it.
 */
export function checkHandles(params: Field[], args: readonly unknown[], exports: Record<string, any>): void {
  params.forEach((param, i) => check(param.type, args[i], param.name, (resource, value) => isResource(exports, resource, value)));
}

/** Resources are told apart by name; one that the component does not export as a class is not checked. */
function isResource(exports: Record<string, any>, resource: string, value: unknown): boolean {
  const name = pascalCase(resource);
  const classes = Object.values(exports).map((scope) => scope?.[name]).filter((found) => typeof found === "function");
  return classes.length === 0 || classes.some((found) => value instanceof found);
}

/** True for a handle that was dropped or given away: the transpiled code empties its place then. */
export function isSpent(handle: object): boolean {
  const place = Object.getOwnPropertySymbols(handle).find((symbol) => symbol.description === "handle");
  return place !== undefined && (handle as Record<symbol, unknown>)[place] === undefined;
}

function check(type: Type, value: any, path: string, isResource: IsResource): void {
  if (!holdsHandle(type) || typeof type === "string" || value === undefined || value === null) return;
  if ("own" in type || "borrow" in type) {
    const resource = "own" in type ? type.own : type.borrow;
    if (!isResource(resource, value)) refuse(path, `a resource of type ${resource}`, value);
    if (isSpent(value)) refuse(path, `a ${resource} that is still there`, "one that was dropped or given away");
  } else if ("list" in type) Array.from(value, (item, i) => check(type.list, item, `${path}[${i}]`, isResource));
  else if ("tuple" in type) type.tuple.forEach((item, i) => check(item, value[i], `${path}[${i}]`, isResource));
  else if ("record" in type) {
    for (const field of type.record) check(field.type, value[camelCase(field.name)], `${path}.${field.name}`, isResource);
  } else if ("option" in type) {
    const nested = typeof type.option === "object" && "option" in type.option;
    check(type.option, nested ? value.val : value, path, isResource);
  } else if ("variant" in type || "result" in type) {
    const payload = "variant" in type ? type.variant.find((c) => c.name === value.tag)?.type : type.result[value.tag as "ok" | "err"];
    if (payload) check(payload, value.val, `${path}.${value.tag}`, isResource);
  }
}
