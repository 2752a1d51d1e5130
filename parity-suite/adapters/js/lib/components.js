/** Components as the adapters load them: transpiled once, kept beside the project's packages. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { HostError, messageOf } from "@molt/host/cases";
import { transpileCached } from "@molt/host/cache";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
export const CACHE = join(ROOT, "node_modules", ".cache", "molt-js");

/**
 * The folder of a component's transpiled form.
 * @param {{ name: string, path: string }} component
 * @param {{ multiMemory?: boolean }} [options]
 */
export async function transpiledFolder(component, options = {}) {
  let bytes;
  try {
    bytes = await readFile(component.path);
  } catch (thrown) {
    throw new HostError("io", `cannot read ${component.path}: ${messageOf(thrown)}`);
  }
  return transpileCached(bytes, { name: component.name, cacheDir: CACHE, ...options });
}
