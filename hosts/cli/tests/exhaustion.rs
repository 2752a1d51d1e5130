//! What exhausts the stack or the memory of a Python program is an exception or an error of a kind of its own, and the host
//! goes on: with the same instance where it lives, with another one of the same program where it does not.

use std::path::Path;
use std::process::Command;

use molt_host::{Capabilities, Capability, ErrorKind, Host, Limits, Program, Val};

const SOURCE: &str = "\
import molt


@molt.export
def deep(n: int) -> int:
    return 0 if n == 0 else 1 + deep(n - 1)


@molt.export
def text(n: int) -> int:
    return len('a' * n)


@molt.export
def kept(n: int) -> int:
    found = {}
    for i in range(n):
        found[i] = [str(i)]
    return len(found)
";

fn build(folder: &Path) -> Vec<u8> {
    let (source, component) = (folder.join("app.py"), folder.join("app.wasm"));
    std::fs::write(&source, SOURCE).expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_molt"))
        .arg("build")
        .arg(&source)
        .arg("-o")
        .arg(&component)
        .env("XDG_CACHE_HOME", folder)
        .output()
        .expect("molt runs");
    assert!(output.status.success(), "{output:?}");
    std::fs::read(component).expect("a component")
}

/// The number that a function returns, or the exception's kind.
fn call(instance: &mut molt_host::Instance, name: &str, n: i64) -> Result<i64, String> {
    let result = instance.call(name, &[Val::S64(n)]);
    match result.map_err(|error| error.kind().as_str().to_owned())? {
        Some(Val::Result(Ok(Some(value)))) => match *value {
            Val::S64(number) => Ok(number),
            other => panic!("{name} returns {other:?}"),
        },
        Some(Val::Result(Err(Some(error)))) => match *error {
            Val::Record(fields) => match fields.into_iter().next() {
                Some((_, Val::String(kind))) => Err(kind),
                other => panic!("{name} fails with {other:?}"),
            },
            other => panic!("{name} fails with {other:?}"),
        },
        other => panic!("{name} returns {other:?}"),
    }
}

fn instance(program: &Program) -> molt_host::Instance {
    let limits = Limits::default().with_memory(32 << 20);
    let granted = Capabilities::none().output(|_| Ok(()), |_| Ok(()));
    program
        .instantiate_granted(&limits, granted)
        .expect("an instance")
}

#[test]
fn the_host_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let host = Host::builder()
        .instances(1)
        .capabilities(Capability::ALL)
        .build();
    let program = host.load_bytes(&build(folder.path())).expect("a program");
    let mut one = instance(&program);
    let wanted = |kind: &str| Err(kind.to_owned());
    for _ in 0..3 {
        assert_eq!(call(&mut one, "deep", 100_000), wanted("RecursionError"));
        assert_eq!(call(&mut one, "deep", 500), Ok(500));
        assert_eq!(call(&mut one, "text", 1 << 40), wanted("MemoryError"));
        assert_eq!(call(&mut one, "text", 40 << 20), wanted("MemoryError"));
        assert_eq!(call(&mut one, "text", 1 << 20), Ok(1 << 20));
    }
    // Many small things: where the last of them does not fit decides between the exception and the host's error.
    let filled = call(&mut one, "kept", 10_000_000);
    assert!(
        filled == wanted("MemoryError") || filled == wanted(ErrorKind::MemoryLimit.as_str()),
        "{filled:?}"
    );
    assert_eq!(one.is_alive(), filled == wanted("MemoryError"));
    drop(one);
    let mut another = instance(&program);
    assert_eq!(call(&mut another, "kept", 1_000), Ok(1_000));
    assert_eq!(
        call(&mut another, "deep", 100_000),
        wanted("RecursionError")
    );
}
