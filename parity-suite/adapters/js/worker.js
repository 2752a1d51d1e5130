#!/usr/bin/env node
/** Runs parity cases in workerd, the engine of an edge worker platform. Speaks the adapter protocol on stdin and stdout. */
import { withHost } from "./lib/host-built.js";

await withHost(async () => {
  const { serve } = await import("./lib/protocol.js");
  const { WorkerdTarget } = await import("./lib/workerd-target.js");
  await serve(new WorkerdTarget());
});
