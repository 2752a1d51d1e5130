import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
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

test("types_are_printed_as_json", () => {
  const { status, stdout } = run("types", input);
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout).functions["test:arith/arith@0.1.0#spin"], { params: [], result: null, async: false });
});

test("mistakes_are_told_in_one_line_with_an_exit_code", () => {
  const missing = run("transpile", join(folder, "none.wasm"), "-o", folder);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /^molt-js: cannot read .*none\.wasm/);
  assert.equal(run("transpile", fileURLToPath(import.meta.url), "-o", folder).status, 1);
  const usage = run("transpile", input);
  assert.equal(usage.status, 2);
  assert.match(usage.stderr, /usage: molt-js/);
  assert.equal(run("--nonsense").status, 2);
});
