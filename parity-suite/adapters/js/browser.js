#!/usr/bin/env node
/** Runs parity cases in a browser. */
import { parseArgs } from "node:util";
import { BrowserTarget } from "./lib/browser-target.js";
import { serve } from "./lib/protocol.js";
import { servePage } from "./lib/serve-page.js";

const HELP = `usage: browser.js --engine chromium|firefox          speaks the adapter protocol on stdin and stdout
       browser.js --serve BATCHES.jsonl [--port N]    prints a URL to open in your own browser

BATCHES.jsonl has one batch message of the protocol a line. A call may have "expect": its outcomes, which the page compares.
`;

const { values } = parseArgs({
  options: { engine: { type: "string" }, serve: { type: "string" }, port: { type: "string" }, help: { type: "boolean", short: "h" } },
});
const port = Number(values.port ?? 0);

if (values.help) process.stdout.write(HELP);
else if (values.serve !== undefined && Number.isInteger(port)) await servePage(values.serve, port);
else if (values.engine === "chromium" || values.engine === "firefox") await serve(new BrowserTarget(values.engine));
else {
  process.stderr.write(HELP);
  process.exitCode = 2;
}
