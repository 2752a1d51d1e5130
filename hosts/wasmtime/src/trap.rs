//! What a failed call was: a trap with its stack, or a limit.

use wasmtime::{Trap, WasmBacktrace};

use crate::error::{Error, ErrorKind, Frame};
use crate::limits::{Limits, MemoryMeter};

/// Turns wasmtime's error of a call into ours. `place` is the function that was called.
pub(crate) fn explain(
    error: wasmtime::Error,
    place: &str,
    limits: &Limits,
    meter: &MemoryMeter,
) -> Error {
    let code = error.downcast_ref::<Trap>().copied();
    let frames = frames(&error);
    let made = match code {
        Some(Trap::Interrupt) => {
            let deadline = limits.deadline.unwrap_or_default();
            Error::new(
                ErrorKind::Deadline,
                format!("{place} ran longer than its deadline of {deadline:?}"),
            )
            .with_fix("give the call more time, or less to do")
        }
        Some(Trap::OutOfFuel) => Error::new(
            ErrorKind::Fuel,
            format!(
                "{place} used up its fuel of {}",
                limits.fuel.unwrap_or_default()
            ),
        )
        .with_fix("give the call more fuel, or less to do"),
        _ if meter.refused().is_some() => memory_limit(place, meter),
        _ if is_result_limit(&error) => Error::new(
            ErrorKind::MemoryLimit,
            format!(
                "the result of {place} takes more than {} bytes on the host",
                limits.result
            ),
        )
        .with_fix("raise the limit for results"),
        _ if is_refused_handle(&error, code, &frames) => Error::new(
            ErrorKind::WrongArguments,
            format!("{place} was not called: a resource among its arguments is gone, or of another type ({})", error.root_cause()),
        )
        .with_fix("pass a handle only until it is given away or dropped"),
        _ => Error::new(
            ErrorKind::Trap,
            format!("trap in {place}: {}", cause(&error, code)),
        ),
    };
    made.with_frames(frames).with_source(error)
}

pub(crate) fn memory_limit(place: &str, meter: &MemoryMeter) -> Error {
    Error::new(
        ErrorKind::MemoryLimit,
        format!(
            "{place} wanted {} bytes of memory; its memories together may have {}",
            meter.refused().unwrap_or_default(),
            meter.cap()
        ),
    )
    .with_fix("raise the memory limit, or give it less to do")
}

fn is_result_limit(error: &wasmtime::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.to_string().contains("fuel allocated for hostcalls"))
}

/// wasmtime looks up handles only while it puts arguments into the guest. It says so with plain errors; what a guest does
/// wrong with a handle of its own has a stack.
fn is_refused_handle(error: &wasmtime::Error, code: Option<Trap>, frames: &[Frame]) -> bool {
    let cause = error.root_cause().to_string();
    let is_of_a_handle =
        cause.starts_with("unknown handle index") || cause == "mismatched resource types";
    code.is_none() && frames.is_empty() && is_of_a_handle
}

fn cause(error: &wasmtime::Error, code: Option<Trap>) -> String {
    match code {
        Some(code) => {
            let text = code.to_string();
            text.strip_prefix("wasm trap: ").unwrap_or(&text).to_owned()
        }
        None => error.root_cause().to_string(),
    }
}

fn frames(error: &wasmtime::Error) -> Vec<Frame> {
    let Some(backtrace) = error.downcast_ref::<WasmBacktrace>() else {
        return Vec::new();
    };
    let mut frames = Vec::new();
    for frame in backtrace.frames() {
        let module = match frame.module().name() {
            Some(name) => name.strip_suffix(".wasm").unwrap_or(name).to_owned(),
            None => "a module without a name".to_owned(),
        };
        let function = match frame.func_name() {
            Some(name) => format!("{:#}", rustc_demangle::demangle(name)),
            None => format!("function {}", frame.func_index()),
        };
        frames.push(Frame {
            module,
            function,
            offset: frame.module_offset(),
        });
    }
    frames
}
