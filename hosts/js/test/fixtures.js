/** Components for the tests, made from the text beside this file. */
import { readFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";

/** @param {string} name */
export async function component(name) {
  return parse(await readFile(new URL(`./fixtures/${name}.wat`, import.meta.url), "utf8"));
}

/** A folder that is gone when the test file is done. */
export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), "molt-host-test-"));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** @param {string} kind @param {RegExp} [message] */
export function hostError(kind, message = /./) {
  return (/** @type {any} */ error) => error.name === "HostError" && error.kind === kind && message.test(error.message);
}
