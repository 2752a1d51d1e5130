//! Programs get what they are granted, and are refused without it.

use std::io;
use std::sync::{Arc, Mutex};

use molt_host::{Capabilities, Capability, ErrorKind, Host, Limits, Val};

fn hello() -> Vec<u8> {
    wat::parse_str(include_str!("programs/hello.wat")).unwrap()
}

type Written = Arc<Mutex<Vec<u8>>>;

fn into(written: &Written) -> impl FnMut(&[u8]) -> io::Result<()> + Send + 'static {
    let written = Arc::clone(written);
    move |bytes| {
        written.lock().unwrap().extend_from_slice(bytes);
        Ok(())
    }
}

fn text(written: &Written) -> String {
    String::from_utf8(written.lock().unwrap().clone()).unwrap()
}

#[test]
fn each_instance_writes_where_it_was_told_to() {
    let host = Host::builder()
        .capabilities(Capability::ALL)
        .without_cache()
        .build();
    let program = host.load_bytes(&hello()).unwrap();
    assert_eq!(program.capabilities(), Capability::ALL);
    for arguments in [vec!["app.py"], vec!["app.py", "a", "b"]] {
        let (out, err) = (Written::default(), Written::default());
        let expected = format!("{} hello\n", arguments.len());
        let granted = Capabilities::none()
            .output(into(&out), into(&err))
            .arguments(arguments);
        let mut instance = program
            .instantiate_granted(&Limits::default(), granted)
            .unwrap();
        let code = instance.call("program#run", &[]).unwrap();
        assert_eq!(code, Some(Val::U8(3)));
        assert_eq!((text(&out), text(&err)), (expected, "done\n".to_owned()));
    }
}

#[test]
fn what_is_not_granted_is_refused_by_name() {
    let none = Host::builder().without_cache().build();
    let error = none.load_bytes(&hello()).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::MissingImport);
    assert!(error.message().contains("`molt:capabilities/"), "{error}");

    let host = Host::builder()
        .capabilities(Capability::ALL)
        .without_cache()
        .build();
    let program = host.load_bytes(&hello()).unwrap();
    let error = program.instantiate().err().unwrap();
    assert_eq!(error.kind(), ErrorKind::MissingImport);
    assert_eq!(
        error.message(),
        "the component imports `molt:capabilities/output@0.1.0`, which this instance was not granted"
    );
}

#[test]
fn a_sink_that_fails_ends_the_program() {
    let host = Host::builder()
        .capabilities(Capability::ALL)
        .without_cache()
        .build();
    let program = host.load_bytes(&hello()).unwrap();
    let granted = Capabilities::none()
        .output(|_| Err(io::Error::other("the disk is full")), |_| Ok(()))
        .arguments(["app.py"]);
    let mut instance = program
        .instantiate_granted(&Limits::default(), granted)
        .unwrap();
    let error = instance.call("program#run", &[]).unwrap_err();
    assert!(error.message().contains("the disk is full"), "{error}");
    assert!(!instance.is_alive());
}
