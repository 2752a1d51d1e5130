/** The edge worker that runs Python programs: a folder has some dozens of them, which share the runtime's module. */
import { programs } from "/programs.js";
import * as host from "/host/shared/cases.js";
import { endpoint } from "/converse.js";
import { failureOf } from "/lib/run-call.js";
import { runProgram } from "/lib/run-program.js";

export default endpoint(async ({ run }) => {
  const load = async () => programs[run.id]?.() ?? Promise.reject(new Error(`no program is called ${run.id}`));
  return runProgram(load, run, (thrown) => failureOf(host, thrown));
});
