import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const lock = JSON.parse(await readFile(new URL("../../../../package-lock.json", import.meta.url), "utf8"));

test("the lock file names no registry", () => {
  const resolved = Object.values(lock.packages).map((entry) => entry.resolved).filter(Boolean);
  assert.deepEqual(resolved.filter((url) => /^https?:/.test(url)), []);
});

test("the lock file has the optional packages of every platform, without which npm ci refuses it", () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) =>
      !lock.packages[`node_modules/${name}`] && !lock.packages[`${path}/node_modules/${name}`]));
  assert.deepEqual(missing, []);
});
