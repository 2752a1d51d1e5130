//! Turns a file of JSON into MsgPack with the `json` component: `cargo run --example call -- json.wasm data.json`

use std::time::Duration;

use molt_host::{Error, Host, Limits, Val};
use wasmtime::component::{ComponentType, Lift};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let component = args
        .next()
        .ok_or("give a component, such as dist/json.wasm")?;
    let input = std::fs::read(args.next().ok_or("give a JSON file")?)?;

    // One host a process. Compiled components are kept in the user's cache folder.
    let host = Host::builder()
        .limits(
            Limits::default()
                .with_memory(256 << 20)
                .with_deadline(Duration::from_secs(10)),
        )
        .build();
    let program = host.load(component)?;
    for function in program.exports() {
        eprintln!("{function}");
    }

    // An instance costs microseconds. This call goes by name and works for every function of every component.
    let mut instance = program.instantiate()?;
    match instance.call("codec#decode", &[Val::Bytes(input.clone()), Val::none()]) {
        Ok(Some(Val::Result(Ok(Some(pivot))))) => {
            eprintln!(
                "{} bytes of MsgPack",
                pivot.as_bytes().map_or(0, <[u8]>::len)
            );
        }
        // What the function itself has to say: a value of the type that its WIT declares.
        Ok(result) => eprintln!("not decoded: {result:?}"),
        // The component, the call or a limit: what, where and what to do.
        Err(error) => report(&error),
    }

    // A function with Rust types: checked once, then as fast as it gets.
    let parse = instance.typed::<(&str,), (Result<JsonValue, String>,)>("parser#parse")?;
    match parse.call(&mut instance, (&String::from_utf8_lossy(&input),))? {
        (Ok(document),) => eprintln!("{}: {} bytes", document.kind, document.data.len()),
        (Err(message),) => eprintln!("not parsed: {message}"),
    }
    Ok(())
}

/// `molt:json/parser.json-value`.
#[derive(ComponentType, Lift)]
#[component(record)]
struct JsonValue {
    kind: String,
    data: Vec<u8>,
}

fn report(error: &Error) {
    eprintln!("{}: {error}", error.kind());
    for frame in error.frames() {
        eprintln!("  {frame}");
    }
    if let Some(fix) = error.fix() {
        eprintln!("fix: {fix}");
    }
}
