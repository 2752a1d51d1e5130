import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { load } from "@molt/host";
import { component, temporaryFolder } from "./fixtures.js";

const folder = await temporaryFolder();
const input = join(folder, "arith.wasm");
await writeFile(input, await component("arith"));

/** @param {string[]} args */
function run(...args) {
  return spawnSync(process.execPath, [fileURLToPath(new URL("../dist/bin/molt-js.js", import.meta.url)), ...args], { encoding: "utf8" });
}

test("transpile_writes_what_load_takes", async () => {
  const out = join(folder, "out");
  assert.equal(run("transpile", input, "-o", out).status, 0);
  const instance = await (await load(out)).instantiate();
  assert.equal(instance.call("test:arith/arith@0.1.0#add", [1n, 2n]), 3n);
});

test("worker_writes_a_folder_that_stands_alone", () => {
  const out = join(folder, "edge");
  assert.equal(run("worker", input, "-o", out).status, 0);
  for (const file of ["program.js", "component.js", "component.core.wasm", "host/worker/index.js", "host/shared/program.js"]) {
    assert.ok(existsSync(join(out, file)), file);
  }
});

test("the_entry_of_a_worker_exports_the_classes_of_its_errors", async () => {
  const out = join(folder, "entry");
  assert.equal(run("worker", input, "-o", out).status, 0);
  // Node imports no wasm as a module, so the core modules are compiled in their place.
  const source = (await readFile(join(out, "program.js"), "utf8"))
    .replace(/^import (core\d+) from "\.\/(.+)";$/gm, (_, variable, file) =>
      `const ${variable} = await WebAssembly.compile(await (await import("node:fs/promises")).readFile(new URL("${file}", import.meta.url)));`);
  await writeFile(join(out, "program.js"), source);
  const { program, WitError, TrapError, HostError } = await import(pathToFileURL(join(out, "program.js")).href);
  assert.equal(program.name, "arith");
  const instance = await program.instantiate();
  const thrownBy = (/** @type {string} */ name, /** @type {any[]} */ args) => {
    try {
      return instance.call(name, args);
    } catch (thrown) {
      return thrown;
    }
  };
  assert.ok(thrownBy("check", [11]) instanceof WitError);
  assert.ok(thrownBy("nothing", []) instanceof HostError);
  assert.ok(thrownBy("divide", [1, 0]) instanceof TrapError);
});

test("types_are_printed_as_json", () => {
  const { status, stdout } = run("types", input);
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout).functions["test:arith/arith@0.1.0#spin"], { params: [], result: null, async: false });
});

test("mistakes_are_told_in_one_line_with_an_exit_code", async () => {
  const missing = run("transpile", join(folder, "none.wasm"), "-o", folder);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /^molt-js: cannot read .*none\.wasm/);
  const text = fileURLToPath(import.meta.url);
  assert.equal(run("transpile", text, "-o", folder).status, 1);
  const named = join(folder, "text.wasm");
  await copyFile(text, named);
  const refused = run("worker", named, "-o", folder);
  assert.equal(refused.status, 1);
  assert.ok(refused.stderr.startsWith(`molt-js: "${named}" is not a component`), refused.stderr);
  const usage = run("transpile", input);
  assert.equal(usage.status, 2);
  assert.match(usage.stderr, /usage: molt-js/);
  assert.equal(run("--nonsense").status, 2);
});
