/** The edge worker that runs calls. Time stands still in it, so measuring is done from outside. */
import { program } from "/program.js";
import * as host from "/host/shared/cases.js";
import { endpoint } from "/converse.js";
import { Runner } from "/lib/run-call.js";

let runner = new Runner(program, host);

/** @param {any} message */
async function handle(message) {
  switch (message.type) {
    case "open":
      runner = new Runner(program, host);
      return null;
    case "run": {
      const { call, outcomes } = await runner.run(message.call);
      return { call, outcomes };
    }
    case "instantiate":
      for (let i = 0; i < message.times; i++) await program.instantiate();
      return null;
    case "repeat": return repeat(message);
    default: throw new Error(`unknown message ${message.type}`);
  }
}

/** Calls a function a number of times on the shared instance. @param {any} message */
async function repeat({ function: name, args, times }) {
  const type = program.type(name);
  const native = host.argumentsFromJson(type.params, args);
  const instance = await runner.instanceFor({ id: "", instance: "shared", steps: [] });
  if (program.async) for (let i = 0; i < times; i++) await instance.outcome(name, native);
  else for (let i = 0; i < times; i++) instance.call(name, native);
  return null;
}

export default endpoint(handle);
