//! What calls, instances and starts cost on every target.
//!
//! wasmtime is called as an embedder calls it: typed. The other targets are asked through the parity suite's adapters.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use molt_host::Host;
use molt_parity::component::Store;
use molt_parity::measure::Measurement;
use molt_parity::places::Places;
use molt_parity::target::{self, Session, Start, Target};
use serde_json::json;

use crate::report::CallCost;
use crate::sample::{Spread, repeat};

/// Calls between the two composed components in one call from the host.
const CALLS: u64 = 1_000_000;
/// A caller and a callee: `repeat#run` calls `intrinsics#add`, `repeat#run-inline` does the same sum without a call.
const PAIR: &str = "loop-composed";
/// What host calls are measured with: two numbers in, one out.
const CALLEE: &str = "intrinsic";

/// All targets; one that is missing on this machine is said and left out.
pub fn measure(root: &Path, dist: &Path) -> Result<Vec<CallCost>> {
    let places = Places::in_repository(root);
    let mut costs = vec![in_wasmtime(dist)?];
    for target in target::all(&places)? {
        if target.name() != "wasmtime" {
            costs.extend(through_adapter(&*target, &places)?);
        }
    }
    Ok(costs)
}

fn in_wasmtime(dist: &Path) -> Result<CallCost> {
    let budget = Duration::from_millis(500);
    let cold = Instant::now();
    let bytes = std::fs::read(dist.join(format!("{PAIR}.wasm")))?;
    let host = Host::builder().without_cache().build();
    let program = host.load_bytes(&bytes)?;
    let mut instance = program.instantiate()?;
    let run = instance.typed::<(u64,), (u64,)>("repeat#run")?;
    run.call(&mut instance, (1,))?;
    let cold_start_ns = Some(cold.elapsed().as_nanos() as f64);

    let inline = instance.typed::<(u64,), (u64,)>("repeat#run-inline")?;
    let rounds = (0..9).map(|_| {
        let with_calls = repeat(budget / 9, || {
            drop(std::hint::black_box(run.call(&mut instance, (CALLS,))))
        });
        let without = repeat(budget / 9, || {
            drop(std::hint::black_box(inline.call(&mut instance, (CALLS,))))
        });
        (with_calls.each() - without.each()) / CALLS as f64
    });
    let composed_call_ns = Spread::of(rounds.collect()).map(|spread| spread.median);

    let mut callee = host
        .load(dist.join(format!("{CALLEE}.wasm")))?
        .instantiate()?;
    let add = callee.typed::<(u64, u64), (u64,)>("intrinsics#add")?;
    let host_call = repeat(budget, || {
        drop(std::hint::black_box(add.call(&mut callee, (1, 2))))
    });
    let instantiate = repeat(budget, || drop(std::hint::black_box(program.instantiate())));
    Ok(CallCost {
        target: "wasmtime".to_owned(),
        version: molt_host::WASMTIME_VERSION.to_owned(),
        composed_call_ns,
        host_call_ns: Some(host_call.each()),
        instantiate_ns: Some(instantiate.each()),
        cold_start_ns,
    })
}

fn through_adapter(target: &dyn Target, places: &Places) -> Result<Option<CallCost>> {
    let (hello, mut session) = match target
        .start()
        .map_err(|stopped| anyhow!("{}: {}", target.name(), stopped.0))?
    {
        Start::Running(hello, session) => (hello, session),
        Start::Missing { what, fix } => {
            eprintln!("SKIPPED: {} lacks {what}: {fix}", target.name());
            return Ok(None);
        }
    };
    let mut store = Store::new(places);
    let mut ask = |component: &str, function: &str, args: serde_json::Value, iterations: u32| {
        take(
            &mut store,
            session.as_mut(),
            component,
            function,
            args,
            iterations,
        )
    };
    let add = ask(CALLEE, "intrinsics#add", json!(["1", "2"]), 100_000);
    let run = ask(PAIR, "repeat#run", json!([CALLS.to_string()]), 20);
    let inline = ask(PAIR, "repeat#run-inline", json!([CALLS.to_string()]), 20);
    let between = |with_calls: f64, without: f64| (with_calls - without) / CALLS as f64;
    Ok(Some(CallCost {
        target: hello.target,
        version: format!("{} {}", hello.host, hello.version),
        composed_call_ns: run
            .call_ns
            .zip(inline.call_ns)
            .map(|(run, inline)| between(run, inline)),
        host_call_ns: add.call_ns,
        instantiate_ns: run.instantiate_ns,
        cold_start_ns: run.cold_start_ns,
    }))
}

fn take(
    store: &mut Store,
    session: &mut dyn Session,
    component: &str,
    function: &str,
    args: serde_json::Value,
    iterations: u32,
) -> target::wire::Measured {
    let measurement = Measurement {
        name: function.to_owned(),
        component: component.to_owned(),
        function: function.to_owned(),
        args: args.as_array().cloned().unwrap_or_default(),
        iterations,
    };
    measurement
        .take(store, session)
        .map(|cost| cost.measured)
        .unwrap_or_default()
}
