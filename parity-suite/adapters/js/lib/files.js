/** Turns the `{"file": path}` forms of arguments into bytes: targets have no files. */
import { readFile } from "node:fs/promises";

/**
 * A copy of a call without files.
 * @param {any} call
 */
export async function resolveFiles(call) {
  const steps = await Promise.all(call.steps.map(async (/** @type {any} */ step) => {
    const types = (step.params ?? []).map((/** @type {any} */ param) => param.type);
    return { ...step, args: await Promise.all(step.args.map((/** @type {any} */ arg, /** @type {number} */ i) => resolve(types[i], arg))) };
  }));
  return { ...call, steps };
}

/**
 * @param {any} type
 * @param {any} json
 * @returns {Promise<any>}
 */
async function resolve(type, json) {
  if (json === null || typeof json !== "object" || type === undefined) return json;
  if (type === "string" || type.list === "u8") return resolveBytes(json);
  if (typeof type === "string") return json;
  if (type.list !== undefined && Array.isArray(json)) return Promise.all(json.map((item) => resolve(type.list, item)));
  if (type.tuple && Array.isArray(json)) return Promise.all(json.map((item, i) => resolve(type.tuple[i], item)));
  if (type.record) return members(json, new Map(type.record.map((/** @type {any} */ field) => [field.name, field.type])));
  if (type.option !== undefined) return members(json, new Map([["some", type.option]]));
  if (type.result) return members(json, new Map(Object.entries(type.result)));
  const found = type.variant?.find((/** @type {any} */ c) => c.name === json.case);
  return found?.type ? members(json, new Map([["value", found.type]])) : json;
}

/**
 * @param {any} json
 * @param {Map<string, any>} types
 */
async function members(json, types) {
  const entries = Object.entries(json).map(async ([key, value]) => [key, await resolve(types.get(key) ?? undefined, value)]);
  return Object.fromEntries(await Promise.all(entries));
}

/** @param {any} json @returns {Promise<any>} */
async function resolveBytes(json) {
  if (Array.isArray(json)) return json;
  if (typeof json.file === "string") return { base64: (await readFile(json.file)).toString("base64") };
  if (json.repeat !== undefined) return { ...json, repeat: await resolveBytes(json.repeat) };
  if (Array.isArray(json.join)) return { ...json, join: await Promise.all(json.join.map(resolveBytes)) };
  return json;
}
