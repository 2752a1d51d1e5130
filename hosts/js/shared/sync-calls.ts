/**
 * What plain calls between composed components do besides calling. They go through an adapter module, which tells the
 * transpiler's task bookkeeping about each entry and exit, and saves and restores the task's context around allocations.
 */
import type { InstantiateCore } from "./program.js";

const NOTHING = (): void => {};
const ZERO = (): number => 0;

/** True for the imports of an adapter between two components; guests have imports with names of other forms. */
function isAdapter(imports: WebAssembly.Imports | undefined): imports is WebAssembly.Imports {
  return imports !== undefined && "callee" in imports && "async" in imports;
}

/**
 * For compositions without anything async: only async functions ever look at the bookkeeping or set a context. Without it
 * a composed call takes nanoseconds instead of microseconds.
 */
export function lean(instantiate: InstantiateCore): InstantiateCore {
  return (core, imports) => {
    if (!isAdapter(imports)) return instantiate(core, imports);
    const hooks = { ...imports["async"] };
    for (const name of ["enter-sync-call", "exit-sync-call"]) if (name in hooks) hooks[name] = NOTHING;
    const context: WebAssembly.ModuleImports = {};
    for (const name of Object.keys(imports["context"] ?? {})) context[name] = name.startsWith("get") ? ZERO : NOTHING;
    return instantiate(core, { ...imports, async: hooks, context });
  };
}

/**
 * For compositions with something async. A plain call into a component whose async task is at work has to wait for that
 * task's turn to end. The transpiled code returns a promise from its hook then, but passes the hook as a function that cannot
 * suspend, so the call would go on at once and end in an internal error. Here the hook may suspend; it only does when
 * there is a promise.
 */
export function suspending(instantiate: InstantiateCore): InstantiateCore {
  const { Suspending } = WebAssembly as { Suspending?: new (run: unknown) => WebAssembly.ImportValue };
  if (Suspending === undefined) return instantiate;
  return (core, imports) => {
    const enter = isAdapter(imports) ? imports["async"]?.["enter-sync-call"] : undefined;
    if (!enter) return instantiate(core, imports);
    return instantiate(core, { ...imports, async: { ...imports?.["async"], "enter-sync-call": new Suspending(enter) } });
  };
}
