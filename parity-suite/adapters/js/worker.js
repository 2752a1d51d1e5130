#!/usr/bin/env node
/** Runs parity cases in workerd, the engine of an edge worker platform. Speaks the adapter protocol on stdin and stdout. */
import { serve } from "./lib/protocol.js";
import { WorkerdTarget } from "./lib/workerd-target.js";

await serve(new WorkerdTarget());
