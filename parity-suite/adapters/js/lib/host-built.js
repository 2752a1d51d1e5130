/** Whether the package that every adapter runs on is there and built. Imports nothing of it. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const NEEDED = ["@molt/host/cases", "@molt/host/browser", "@molt/host/worker"];

/** @returns {import("./protocol.js").Missing | null} what is missing, as the protocol says it; null when nothing is */
export function missingHost() {
  const what = "the built package @molt/host";
  let paths;
  try {
    paths = NEEDED.map((name) => fileURLToPath(import.meta.resolve(name)));
  } catch {
    return { type: "missing", what, fix: "run `npm install` in the project's root" };
  }
  return paths.every((path) => existsSync(path)) ? null : { type: "missing", what, fix: "run `npm run build` in the project's root" };
}

/**
 * Runs an adapter, or says over the protocol why it cannot run.
 * @param {() => Promise<void>} run
 */
export async function withHost(run) {
  const missing = missingHost();
  if (missing === null) return run();
  process.stdout.write(`${JSON.stringify(missing)}\n`);
}
