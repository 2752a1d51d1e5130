/** Several memories in one module: composed components are transpiled to it, and not every engine has it. */
import { HostError, messageOf } from "./errors.js";
import type { Manifest } from "./manifest.js";

/** A module with two memories, the smallest that only multi-memory engines accept. */
const TWO_MEMORIES = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 5, 5, 2, 0, 0, 0, 0);

export function engineHasMultiMemory(): boolean {
  return WebAssembly.validate(TWO_MEMORIES);
}

/**
 * The error for a core module that the engine does not compile.
 * @param engines  Engines of the host's kind that have multi-memory, such as `Node 22 or newer`.
 */
export function compileError(name: string, manifest: Manifest, thrown: unknown, engines: string): HostError {
  if (manifest.multiMemory && !engineHasMultiMemory()) {
    return new HostError("unsupported",
      `component "${name}" was transpiled for engines with wasm multi-memory, which this one does not have: `
      + `transpile it with --single-memory, or use ${engines}`, { cause: thrown });
  }
  return new HostError("compile", `component "${name}" (${manifest.transpiler}): this engine cannot compile it: ${messageOf(thrown)}`, { cause: thrown });
}
