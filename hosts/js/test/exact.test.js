import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import * as transpiler from "@bytecodealliance/jco-transpile/component";
import { REWRITES } from "../dist/node/exact.js";
import { load } from "../dist/node/index.js";

/** A component without a compiler; raw.wat beside it is its text. */
const RAW = new URL("../../../parity-suite/cases/boundary/data/raw.wasm", import.meta.url);

test("every_rewrite_applies_to_the_pinned_transpiler", async () => {
  await transpiler.$init;
  const { files } = transpiler.generate(await readFile(RAW), {
    name: "component", instantiation: { tag: "async" }, base64Cutoff: 0, noNodejsCompat: true, noComponentErrorWrapping: false,
  });
  const source = new TextDecoder().decode(files.find(([file]) => file === "component.js")?.[1]);
  for (const { name, pattern } of REWRITES) assert.match(source, new RegExp(pattern), name);
});

test("a_list_outside_of_memory_is_a_trap", async () => {
  const instance = await (await load(RAW)).instantiate();
  assert.throws(() => instance.call("molt:raw/raw@0.1.0#as-list", [65532, 2]), { name: "TrapError" });
});

test("bits_that_a_type_does_not_have_are_ignored", async () => {
  const instance = await (await load(RAW)).instantiate();
  /** @param {string} name @param {unknown[]} args */
  const call = (name, ...args) => instance.call(`molt:raw/raw@0.1.0#${name}`, args);
  assert.equal(call("as-bool", 2), true);
  assert.equal(call("as-u8", 511), 255);
  assert.equal(call("as-s8", 384), -128);
  assert.equal(call("as-s16", 0x1ffff), -1);
});
