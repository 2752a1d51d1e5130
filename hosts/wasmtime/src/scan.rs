//! What a file is, read from its bytes before anything is compiled: a component or not, and of which kind.

use wasmparser::{
    CanonicalFunction, CanonicalOption, ComponentDefinedType, ComponentType,
    ComponentTypeDeclaration, InstanceTypeDeclaration, Parser, Payload,
};

use crate::error::{Error, ErrorKind};

const MAGIC: &[u8] = b"\0asm";

/// What to do about a file that is damaged.
const AGAIN: &str = "get or build the file again";

/// Which of the host's two engines a component needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Nothing in the component is asynchronous: calls are plain function calls.
    Sync,
    /// Somewhere in it is an `async` function, a `stream` or a `future`.
    Async,
}

/// Reads the outline of a component. Function bodies are skipped, so this is fast; they are validated when compiled.
pub(crate) fn mode_of(bytes: &[u8]) -> Result<Mode, Error> {
    check_header(bytes)?;
    let mut mode = Mode::Sync;
    for payload in Parser::new(0).parse_all(bytes) {
        if is_async(&payload.map_err(|error| malformed(bytes, &error))?)
            .map_err(|error| malformed(bytes, &error))?
        {
            mode = Mode::Async;
        }
    }
    Ok(mode)
}

fn check_header(bytes: &[u8]) -> Result<(), Error> {
    let refuse = |message: String, fix: &str| {
        Err(Error::new(ErrorKind::NotAComponent, message).with_fix(fix))
    };
    if bytes.is_empty() {
        return refuse("the file is empty".into(), AGAIN);
    }
    if !bytes.starts_with(&MAGIC[..bytes.len().min(4)]) {
        let what = match std::str::from_utf8(&bytes[..bytes.len().min(64)]) {
            Ok(text) if text.trim_start().starts_with("(component") => {
                "component text (.wat); turn it into bytes with `wasm-tools parse`"
            }
            Ok(text) if text.trim_start().starts_with('(') => "WebAssembly text",
            Ok(_) => "text",
            Err(_) => "something else",
        };
        return refuse(
            format!("not WebAssembly: the file is {what}"),
            "name a component, such as `molt build` writes to dist/",
        );
    }
    let Some(version) = bytes.get(4..8) else {
        return refuse(
            format!(
                "truncated: the file ends after {} bytes, inside the header",
                bytes.len()
            ),
            AGAIN,
        );
    };
    match version {
        [0x0d, 0, 1, 0] => Ok(()),
        [_, _, 0, 0] => Err(Error::new(
            ErrorKind::NotAComponent,
            "a core WebAssembly module, not a component",
        )
        .with_fix("build it into a component: `molt build` for a crate, `wasm-tools component new` for a module")),
        _ => refuse(format!("a component of an unknown version ({version:02x?})"), "build it with tools that write the present version of components"),
    }
}

fn malformed(bytes: &[u8], error: &wasmparser::BinaryReaderError) -> Error {
    let message =
        if error.offset() >= bytes.len() as u64 || error.message().contains("unexpected end") {
            format!(
                "truncated: the component ends too early, after {} bytes",
                bytes.len()
            )
        } else {
            format!(
                "malformed component at byte {:#x}: {}",
                error.offset(),
                error.message()
            )
        };
    Error::new(ErrorKind::NotAComponent, message).with_fix(AGAIN)
}

fn is_async(payload: &Payload<'_>) -> wasmparser::Result<bool> {
    match payload {
        Payload::ComponentTypeSection(types) => {
            for ty in types.clone() {
                if type_is_async(&ty?) {
                    return Ok(true);
                }
            }
        }
        Payload::ComponentCanonicalSection(functions) => {
            for function in functions.clone() {
                if function_is_async(&function?) {
                    return Ok(true);
                }
            }
        }
        _ => {}
    }
    Ok(false)
}

fn type_is_async(ty: &ComponentType<'_>) -> bool {
    match ty {
        ComponentType::Func(func) => func.async_,
        ComponentType::Defined(ComponentDefinedType::Stream(_) | ComponentDefinedType::Future(_)) => true,
        ComponentType::Component(declarations) => declarations.iter().any(|declaration| {
            matches!(declaration, ComponentTypeDeclaration::Type(ty) if type_is_async(ty))
        }),
        ComponentType::Instance(declarations) => declarations.iter().any(|declaration| {
            matches!(declaration, InstanceTypeDeclaration::Type(ty) if type_is_async(ty))
        }),
        _ => false,
    }
}

fn function_is_async(function: &CanonicalFunction) -> bool {
    match function {
        CanonicalFunction::Lift { options, .. } | CanonicalFunction::Lower { options, .. } => {
            options
                .iter()
                .any(|option| matches!(option, CanonicalOption::Async))
        }
        CanonicalFunction::ResourceNew { .. }
        | CanonicalFunction::ResourceDrop { .. }
        | CanonicalFunction::ResourceRep { .. } => false,
        _ => true,
    }
}
