/**
 * What a component costs to start and to call, measured where the clock is good. "Cold" is from the transpiled form, which is
 * what is deployed: compile, instantiate, first answer.
 */

/** Instances that the time of one is the mean of. */
const INSTANCES = 20;

/**
 * @param {() => Promise<import("@molt/host").Program>} load  Loads the component anew, without anything kept from before.
 * @param {typeof import("@molt/host/cases")} host
 * @param {import("./protocol.js").MeasureRequest} request
 * @returns {Promise<import("./protocol.js").Measured>}
 */
export async function measure(load, host, request) {
  const start = performance.now();
  const program = await load();
  const type = program.type(request.function);
  const args = host.argumentsFromJson(type.params, request.args);
  const instance = await program.instantiate();
  await instance.outcome(request.function, args);
  const cold = performance.now() - start;

  const beforeInstances = performance.now();
  for (let i = 0; i < INSTANCES; i++) await program.instantiate();
  const instantiate = (performance.now() - beforeInstances) / INSTANCES;

  const call = type.async || program.async
    ? await timeAsync(() => instance.outcome(request.function, args), request.iterations)
    : timeSync(() => instance.call(request.function, args), request.iterations);
  return { cold_start_ns: cold * 1e6, instantiate_ns: instantiate * 1e6, call_ns: call * 1e6 };
}

/** Runs that are not counted: the engine has optimised the code by then. */
const warmUp = (/** @type {number} */ iterations) => Math.min(iterations, 2_000);

/** @param {() => unknown} call @param {number} iterations */
function timeSync(call, iterations) {
  for (let i = 0; i < warmUp(iterations); i++) call();
  const start = performance.now();
  for (let i = 0; i < iterations; i++) call();
  return (performance.now() - start) / iterations;
}

/** @param {() => Promise<unknown>} call @param {number} iterations */
async function timeAsync(call, iterations) {
  for (let i = 0; i < warmUp(iterations); i++) await call();
  const start = performance.now();
  for (let i = 0; i < iterations; i++) await call();
  return (performance.now() - start) / iterations;
}
