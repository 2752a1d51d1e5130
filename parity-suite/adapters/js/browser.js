#!/usr/bin/env node
/** Runs parity cases in a browser. */
import { parseArgs } from "node:util";
import { missingHost, withHost } from "./lib/host-built.js";

const HELP = `usage: browser.js --engine chromium|firefox          speaks the adapter protocol on stdin and stdout
       browser.js --serve BATCHES.jsonl [--port N]    prints a URL to open in your own browser

BATCHES.jsonl has one batch message of the protocol a line. A call may have "expect": its outcomes, which the page compares.
`;

/** @param {string} message */
function refuse(message) {
  process.stderr.write(`browser.js: ${message}\n`);
  process.exitCode = 2;
}

/** @param {string} engine */
async function adapt(engine) {
  if (engine !== "chromium" && engine !== "firefox") return refuse(`no engine is called ${engine}\n\n${HELP}`);
  await withHost(async () => {
    const { serve } = await import("./lib/protocol.js");
    const { BrowserTarget } = await import("./lib/browser-target.js");
    await serve(new BrowserTarget(engine));
  });
}

/** @param {string} file @param {string} port */
async function page(file, port) {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return refuse(`--port takes a number from 0 to 65535, not ${port}`);
  const missing = missingHost();
  if (missing !== null) return refuse(`${missing.what} is missing: ${missing.fix}`);
  const { BatchFileError } = await import("./lib/batches.js");
  const { servePage } = await import("./lib/serve-page.js");
  try {
    await servePage(file, Number(port));
  } catch (thrown) {
    const { code } = /** @type {{ code?: string }} */ (thrown);
    if (thrown instanceof BatchFileError) refuse(thrown.message);
    else if (code === "EADDRINUSE" || code === "EACCES") refuse(`port ${port} cannot be used (${code}): choose another with --port`);
    else throw thrown;
  }
}

function options() {
  try {
    return parseArgs({
      options: { engine: { type: "string" }, serve: { type: "string" }, port: { type: "string" }, help: { type: "boolean", short: "h" } },
    }).values;
  } catch (thrown) {
    refuse(`${/** @type {Error} */ (thrown).message}\n\n${HELP}`);
    return null;
  }
}

const values = options();
if (values?.help) process.stdout.write(HELP);
else if (values?.serve !== undefined) await page(values.serve, values.port ?? "0");
else if (values?.engine !== undefined) await adapt(values.engine);
else if (values) refuse(`say --engine or --serve\n\n${HELP}`);
