//! wasmtime, in this process.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use molt_host::{
    Capabilities, Capability, Error, ErrorKind, Function, Host, Instance, Limits, Program, Stream,
    StreamHandle, Type, Val, json,
};
use serde_json::Value;

use super::wire::{
    self, CallResult, Hello, HostError, Measure, Measured, Outcome, WireCall, WireProgram, WireStep,
};
use super::{Session, Start, Stopped, Target};
use crate::bytes;
use crate::case;
use crate::component::ComponentFile;

/// What runs a program.
const PROGRAM: &str = "molt:capabilities/program#run";
/// Instances that are made to get a mean.
const INSTANCES: u32 = 200;

/// The target.
pub struct Wasmtime;

struct InProcess {
    host: Host,
    /// Programs have one runtime in common, which is compiled once.
    programs: Host,
}

impl Target for Wasmtime {
    fn name(&self) -> &str {
        "wasmtime"
    }

    fn start(&self) -> Result<Start, Stopped> {
        let hello = Hello {
            target: self.name().to_string(),
            host: "wasmtime".to_string(),
            version: molt_host::WASMTIME_VERSION.to_string(),
            features: vec!["sync".to_string(), "async".to_string()],
        };
        // With deadlines, so that a guest that does not return fails its trial and no other.
        Ok(Start::Running(
            hello,
            Box::new(InProcess {
                host: Host::builder().deadlines(true).build(),
                programs: Host::builder()
                    .deadlines(true)
                    .capabilities(Capability::ALL)
                    .share_modules(true)
                    .build(),
            }),
        ))
    }
}

impl Session for InProcess {
    fn batch(
        &mut self,
        component: &ComponentFile,
        calls: &[WireCall],
        on_result: &mut dyn FnMut(CallResult),
    ) -> Result<(), Stopped> {
        let program = self.host.load(&component.path);
        let mut shared = None;
        for call in calls {
            let start = Instant::now();
            let outcomes = match &program {
                Ok(program) => outcomes(program, call, &mut shared),
                Err(error) => vec![refusal(error)],
            };
            let ns = u64::try_from(start.elapsed().as_nanos()).ok();
            on_result(CallResult {
                call: call.id.clone(),
                outcomes,
                ns,
            });
        }
        Ok(())
    }

    fn programs(
        &mut self,
        programs: &[WireProgram],
        on_result: &mut dyn FnMut(CallResult),
    ) -> Result<(), Stopped> {
        for program in programs {
            let start = Instant::now();
            let outcome =
                run_program(&self.programs, program).unwrap_or_else(|error| refusal(&error));
            on_result(CallResult {
                call: program.id.clone(),
                outcomes: vec![outcome],
                ns: u64::try_from(start.elapsed().as_nanos()).ok(),
            });
        }
        Ok(())
    }

    fn measure(&mut self, component: &ComponentFile, what: &Measure) -> Result<Measured, Stopped> {
        Ok(measured(component, what).unwrap_or_default())
    }
}

/// Runs a program in an instance of its own, and keeps what it writes.
fn run_program(host: &Host, program: &WireProgram) -> Result<Outcome, Error> {
    let written = [Written::default(), Written::default()];
    let [stdout, stderr] = written.each_ref().map(keep);
    let granted = Capabilities::none()
        .output(stdout, stderr)
        .arguments(program.arguments.iter().cloned());
    let limits = Limits::default().with_deadline(Duration::from_secs(program.timeout));
    let mut instance = host
        .load(&program.path)?
        .instantiate_granted(&limits, granted)?;
    let run = instance.typed::<(), (u8,)>(PROGRAM)?;
    let (exit,) = run.call(&mut instance, ())?;
    let [stdout, stderr] = written.map(|written| {
        let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *written)
    });
    Ok(wire::ended(exit, &stdout, &stderr))
}

type Written = Arc<Mutex<Vec<u8>>>;

fn keep(written: &Written) -> impl FnMut(&[u8]) -> std::io::Result<()> + Send + use<> {
    let written = Arc::clone(written);
    move |bytes| {
        let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
        written.extend_from_slice(bytes);
        Ok(())
    }
}

/// Runs the steps of a call, on the shared instance or on one of its own.
fn outcomes(program: &Program, call: &WireCall, shared: &mut Option<Instance>) -> Vec<Outcome> {
    let limits = Limits::default().with_deadline(Duration::from_secs(call.timeout));
    let reused = match call.instance {
        case::Instance::Shared => shared.take().filter(Instance::is_alive),
        case::Instance::Fresh => None,
    };
    let mut instance = match reused.map_or_else(|| program.instantiate_with(&limits), Ok) {
        Ok(instance) => instance,
        Err(error) => return vec![refusal(&error)],
    };
    let mut scope = json::Scope::new().with_files();
    let mut outcomes = Vec::new();
    for step in &call.steps {
        let outcome = match ran(&mut instance, step, &mut scope) {
            Ok(value) => Outcome::Ok(value),
            Err(error) => refusal(&error),
        };
        let ended = !matches!(outcome, Outcome::Ok(_));
        outcomes.push(outcome);
        if ended {
            break;
        }
    }
    if call.instance == case::Instance::Shared {
        *shared = Some(instance);
    }
    outcomes
}

fn ran(instance: &mut Instance, step: &WireStep, scope: &mut json::Scope) -> Result<Value, Error> {
    let (function, is_drop) = match step.function.contains("[resource-drop]") {
        true => (dropping(&step.function), true),
        false => (
            instance
                .program()
                .function(instance.program().find(&step.function)?)
                .clone(),
            false,
        ),
    };
    let args = json::decode_arguments(&step.args, &function, scope)?;
    let result = instance.call(&step.function, &args)?;
    let Some((val, ty)) = result.zip(function.result.as_ref()).filter(|_| !is_drop) else {
        return Ok(Value::Null);
    };
    let value = match (step.take, val, ty) {
        (Some(most), Val::Stream(Stream::Handle(stream)), Type::Stream(item)) => {
            taken(instance, stream, item.as_deref(), most, scope)?
        }
        (_, val, _) => {
            let val = instance.settle(val, ty)?;
            if let Some(name) = &step.keep {
                scope.set(name.clone(), inside(val));
                return Ok(Value::Null);
            }
            json::encode(&val, scope)
        }
    };
    Ok(if step.digest {
        bytes::shortened(value)
    } else {
        value
    })
}

/// The first items of a stream, whose end is closed then.
fn taken(
    instance: &mut Instance,
    stream: StreamHandle,
    item: Option<&Type>,
    most: usize,
    scope: &json::Scope,
) -> Result<Value, Error> {
    let items = instance.read_stream(stream, item, Some(most))?;
    let dropped = items.len() >= most;
    let mut value = json::encode(&Val::Stream(Stream::Items(items)), scope);
    if dropped {
        value["dropped"] = Value::Bool(true);
    }
    Ok(value)
}

/// Dropping is no function in WIT; this is what it would be.
fn dropping(path: &str) -> Function {
    let resource = path.rsplit(']').next().unwrap_or_default().to_string();
    let params = vec![("self".to_string(), Type::Own(resource))];
    Function {
        interface: None,
        name: path.to_string(),
        params,
        result: None,
        is_async: false,
    }
}

/// The handle in a result or an option.
fn inside(val: Val) -> Val {
    match val {
        Val::Result(Ok(Some(inner))) | Val::Option(Some(inner)) => inside(*inner),
        other => other,
    }
}

fn refusal(error: &Error) -> Outcome {
    let message = error.to_string();
    match error.kind() {
        ErrorKind::Trap | ErrorKind::MemoryLimit => Outcome::Trap { message },
        ErrorKind::Io => Outcome::Error(HostError {
            kind: "host".to_string(),
            message,
        }),
        kind => Outcome::Error(HostError {
            kind: kind.as_str().to_string(),
            message,
        }),
    }
}

/// Without deadlines and without the cache: what a program that embeds the host pays.
fn measured(component: &ComponentFile, what: &Measure) -> Result<Measured, Error> {
    let scope = json::Scope::new().with_files();
    let start = Instant::now();
    let host = Host::builder().without_cache().build();
    let program = host.load(&component.path)?;
    let id = program.find(&what.signature.name)?;
    let args = json::decode_arguments(&what.args, program.function(id), &scope)?;
    let mut instance = program.instantiate()?;
    instance.call_id(id, &args)?;
    let cold_start = start.elapsed();
    let start = Instant::now();
    for _ in 0..INSTANCES {
        drop(program.instantiate()?);
    }
    let instantiate = start.elapsed() / INSTANCES;
    let start = Instant::now();
    for _ in 0..what.iterations {
        instance.call_id(id, &args)?;
    }
    let call = start.elapsed().as_nanos() as f64 / f64::from(what.iterations.max(1));
    let ns = |time: Duration| Some(time.as_nanos() as f64);
    Ok(Measured {
        cold_start_ns: ns(cold_start),
        instantiate_ns: ns(instantiate),
        call_ns: Some(call),
    })
}
