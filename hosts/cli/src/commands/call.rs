//! `molt call`

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use molt_host::json::{self, Scope};
use molt_host::{
    Capabilities, Capability, Function, FunctionId, Host, Instance, Limits, Program, Type, Val,
    wave,
};
use serde_json::{Value, json};

use crate::failure::{EXIT_NEGATIVE, Failure};
use crate::output::{BAD, Output, keep_inputs, write_file};

const EXAMPLES: &str = "\
FUNCTION may be short as long as one function fits:
  decode   codec#decode   molt:codec/codec#decode   molt:codec/codec@0.1.0#decode
Without FUNCTION the exports are listed.

An argument is WAVE text: 7, true, '\"text\"', '[1, 2]', '{x: 1.5}', 'some(3)', 'ok(\"a\")', none.
For a string or list<u8> parameter it may also be:
  @PATH   the content of a file
  -       standard input
  any text for a string parameter that does not start with a quote
  a quoted string for a list<u8> parameter: its UTF-8 bytes
Options at the end of the list may be left out: they are none.

With --json arguments are JSON: numbers, strings, {\"some\": V}, {\"ok\": V}, {\"base64\": \"..\"}; 64-bit integers are
strings of digits. The result is {\"ok\": VALUE}. Streams and futures in a result are read to their end.

When the function returns an err, its value is printed and the exit code is 1. What a program prints goes to standard
error.

Examples:
  molt call json.wasm                                  what it exports
  molt call json.wasm parser#parse '{\"a\": [1, 2]}'
  molt call json.wasm codec#decode @data.json --out data.msgpack
  molt call json.wasm document#validate '\"[1, 2\"'     what is wrong, and where
  curl -s https://example.org/a.cbor | molt call cbor.wasm decode -
  molt call --json json.wasm document#validate '{\"utf8\": \"[1,\"}' null
  molt call slow.wasm work 100 --deadline 2s --memory 64MiB";

/// Stands for standard input as an argument, and for standard output after --out.
const STANDARD: &str = "-";

/// Call an exported function of a component
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The component
    component: PathBuf,
    /// The function; without it the exports are listed
    function: Option<String>,
    /// The arguments: WAVE text, or JSON with --json
    #[arg(allow_negative_numbers = true)]
    arguments: Vec<String>,
    /// Write a list<u8> or string result as it is to this file, or with `-` to standard output
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Stop the call after this time: 500ms, 2s, 1m
    #[arg(long, value_parser = duration)]
    deadline: Option<Duration>,
    /// Memory that the component may have, all its memories together: 512KiB, 64MiB, 2GiB [default: 1GiB]
    #[arg(long, value_parser = size)]
    memory: Option<usize>,
    /// Stop the call after about this many instructions
    #[arg(long)]
    fuel: Option<u64>,
    /// Compile anew instead of using the cache
    #[arg(long)]
    no_cache: bool,
}

/// Calls, and prints the result.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, Failure> {
    if let Some(path) = &args.out {
        check_out(path, args, output)?;
    }
    let limits = limits(args);
    let mut host = Host::builder()
        .limits(limits.clone())
        .instances(1)
        .capabilities(Capability::ALL);
    if args.no_cache {
        host = host.without_cache();
    }
    output.progress("loading the component");
    let program = host.build().load(&args.component)?;
    let Some(name) = &args.function else {
        list(&program, output);
        return Ok(ExitCode::SUCCESS);
    };
    let id = program.find(name)?;
    let function = program.function(id).clone();
    let values = arguments(&args.arguments, &function, output.is_json())?;
    let result = call(&program, id, &values, &limits)?;
    let code = match &result {
        Some(Val::Result(Err(_))) => ExitCode::from(EXIT_NEGATIVE),
        _ => ExitCode::SUCCESS,
    };
    match (&args.out, result) {
        (Some(path), Some(val)) => write_out(path, val, code, output),
        (None, Some(val)) => print(&val, code, output),
        (_, None) => {
            if output.is_json() {
                output.json(&json!({ "ok": null }));
            }
            Ok(code)
        }
    }
}

/// Refuses an output that would destroy an input, or that would mix with the JSON document.
fn check_out(path: &Path, args: &Args, output: &Output) -> Result<(), Failure> {
    if path == Path::new(STANDARD) {
        return match output.is_json() {
            false => Ok(()),
            true => Err(
                Failure::new("usage", "--out - and --json both write to standard output")
                    .fix("leave one of them away, or name a file"),
            ),
        };
    }
    let arguments = args.arguments.iter();
    let read = arguments.filter_map(|argument| argument.strip_prefix('@').map(Path::new));
    keep_inputs(path, std::iter::once(args.component.as_path()).chain(read))
}

fn limits(args: &Args) -> Limits {
    let mut limits = Limits::default();
    if let Some(bytes) = args.memory {
        limits = limits.with_memory(bytes);
    }
    if let Some(deadline) = args.deadline {
        limits = limits.with_deadline(deadline);
    }
    if let Some(fuel) = args.fuel {
        limits = limits.with_fuel(fuel);
    }
    limits
}

fn call(
    program: &Program,
    id: FunctionId,
    values: &[Val],
    limits: &Limits,
) -> Result<Option<Val>, Failure> {
    // Standard output is the result's.
    let print = |bytes: &[u8]| std::io::stderr().lock().write_all(bytes);
    let granted = Capabilities::none()
        .output(print, print)
        .arguments([String::new()]);
    let mut instance: Instance = program.instantiate_granted(limits, granted)?;
    let result = instance.call_id(id, values)?;
    match (result, &program.function(id).result) {
        (Some(val), Some(ty)) => Ok(Some(instance.settle(val, ty)?)),
        (result, _) => Ok(result),
    }
}

fn list(program: &Program, output: &Output) {
    if output.is_json() {
        let exports: Vec<Value> = program
            .exports()
            .iter()
            .map(json::function_to_json)
            .collect();
        return output.json(&json!({ "exports": exports }));
    }
    let mut interface = None;
    for function in program.exports() {
        if function.interface != interface {
            output.line(function.interface.as_deref().unwrap_or("the world"));
            interface.clone_from(&function.interface);
        }
        output.line(&format!("  {function}"));
    }
}

/// The argument values; options that are left out at the end are none.
fn arguments(texts: &[String], function: &Function, as_json: bool) -> Result<Vec<Val>, Failure> {
    let mut values = Vec::with_capacity(function.params.len());
    if texts.len() <= function.params.len() {
        for (index, text) in texts.iter().enumerate() {
            values.push(argument(text, index, function, as_json)?);
        }
        for (_, ty) in &function.params[texts.len()..] {
            match ty {
                Type::Option(_) => values.push(Val::none()),
                _ => break,
            }
        }
    }
    if values.len() == function.params.len() && texts.len() <= values.len() {
        return Ok(values);
    }
    let count = |n: usize| match n {
        1 => "1 argument".to_owned(),
        n => format!("{n} arguments"),
    };
    let message = format!(
        "{} takes {}, {} given",
        function.path(),
        count(function.params.len()),
        texts.len()
    );
    Err(Failure::new("wrong-arguments", message).fix(format!("call it as {function}")))
}

fn argument(text: &str, index: usize, function: &Function, as_json: bool) -> Result<Val, Failure> {
    let (name, ty) = &function.params[index];
    let plain = *ty == Type::String;
    let bytes = matches!(ty, Type::List(item) if **item == Type::U8);
    if (plain || bytes) && (text == STANDARD || text.starts_with('@')) {
        return content(read(text)?, plain, name);
    }
    if as_json {
        let value: Value = serde_json::from_str(text).map_err(|error| {
            Failure::new(
                "wrong-arguments",
                format!("parameter `{name}`: not JSON: {error}"),
            )
            .fix("quote strings for JSON as well as for the shell: '\"text\"'")
        })?;
        let scope = Scope::new().with_files();
        return Ok(json::decode_argument(&value, index, function, &scope)?);
    }
    if plain && !text.starts_with('"') {
        return Ok(Val::String(text.to_owned()));
    }
    // No list starts with a quote in WAVE, so a string can stand for its bytes.
    if bytes && text.starts_with('"') {
        return match wave::decode(text, &Type::String)? {
            Val::String(text) => Ok(Val::Bytes(text.into_bytes())),
            other => Ok(other),
        };
    }
    Ok(wave::decode_argument(text, index, function)?)
}

fn read(source: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    match source.strip_prefix('@') {
        Some("") => Err(Failure::new(
            "wrong-arguments",
            "`@` stands before the path of a file, and there is none",
        )
        .fix("write @PATH, or - for standard input")),
        Some(path) => {
            let path = PathBuf::from(path);
            std::fs::read(&path).map_err(|error| Failure::io("read", &path, &error))
        }
        None => match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(Failure::new(
                "io",
                format!("cannot read standard input: {error}"),
            )),
        },
    }
}

fn content(bytes: Vec<u8>, text: bool, name: &str) -> Result<Val, Failure> {
    if !text {
        return Ok(Val::Bytes(bytes));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Val::String(text)),
        Err(error) => Err(Failure::new(
            "wrong-arguments",
            format!(
                "parameter `{name}`: a string is UTF-8, and the content is not from byte {} on",
                error.utf8_error().valid_up_to()
            ),
        )),
    }
}

fn print(val: &Val, code: ExitCode, output: &Output) -> Result<ExitCode, Failure> {
    if output.is_json() {
        output.json(&json!({ "ok": json::encode(val, &Scope::new()) }));
        return Ok(code);
    }
    let text = match wave::encode(val) {
        Ok(text) => text,
        // Streams and futures have no WAVE form.
        Err(_) => json::encode(val, &Scope::new()).to_string(),
    };
    match val {
        Val::Result(Err(_)) => output.line(&format!("{BAD}{text}{BAD:#}")),
        _ => output.line(&text),
    }
    Ok(code)
}

/// Writes the bytes of a result, or of the `ok` in it, to a file. An `err` is printed instead.
fn write_out(path: &Path, val: Val, code: ExitCode, output: &Output) -> Result<ExitCode, Failure> {
    let inner = match val {
        Val::Result(Ok(Some(inner))) => *inner,
        Val::Result(Err(_)) => return print(&val, code, output),
        val => val,
    };
    let bytes = match inner {
        Val::Bytes(bytes) => bytes,
        Val::String(text) => text.into_bytes(),
        other => {
            return Err(Failure::new(
                "wrong-arguments",
                format!(
                    "--out takes the bytes of a list<u8> or string, and the result is a {}",
                    other.kind()
                ),
            )
            .fix("leave --out away to print the result"));
        }
    };
    if path == Path::new(STANDARD) {
        output.bytes(&bytes);
        return Ok(code);
    }
    write_file(path, &bytes)?;
    if output.is_json() {
        output.json(&json!({ "ok": { "file": path, "bytes": bytes.len() } }));
    }
    Ok(code)
}

fn duration(text: &str) -> Result<Duration, String> {
    let (number, scale) = match text {
        _ if text.ends_with("ms") => (&text[..text.len() - 2], 0.001),
        _ if text.ends_with('s') => (&text[..text.len() - 1], 1.0),
        _ if text.ends_with('m') => (&text[..text.len() - 1], 60.0),
        _ => return Err("write a number and a unit: 500ms, 2s, 1m".into()),
    };
    let number: f64 = number
        .parse()
        .map_err(|_| format!("`{number}` is no number"))?;
    Duration::try_from_secs_f64(number * scale).map_err(|error| error.to_string())
}

pub(super) fn size(text: &str) -> Result<usize, String> {
    let units = [("KiB", 10), ("MiB", 20), ("GiB", 30)];
    let unit = units.into_iter().find(|(unit, _)| text.ends_with(unit));
    let (number, shift) = match unit {
        Some((unit, shift)) => (&text[..text.len() - unit.len()], shift),
        None => (text, 0),
    };
    let number: usize = number
        .trim()
        .parse()
        .map_err(|_| "write bytes, or a number and KiB, MiB or GiB")?;
    number
        .checked_mul(1 << shift)
        .ok_or_else(|| "more than this machine can address".into())
}
