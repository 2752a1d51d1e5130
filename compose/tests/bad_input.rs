//! Damaged files: each is a typed error, none a panic.

mod wit_parts;

use std::path::Path;

use molt_compose::explain::explain;
use molt_compose::{Capabilities, Error, NotAComponent, Part, compose};
use wit_parts::parts;

const WIT: &str = "
package t:t@0.1.0;
interface codec { resource r { constructor(n: u8); } decode: func(input: list<u8>, r: borrow<r>) -> result<list<u8>, string>; }
world socket { import codec; export run: func() -> u8; }
world plug { export codec; }
";

fn reason(bytes: &[u8]) -> NotAComponent {
    match Part::new("part", bytes.to_vec()) {
        Err(Error::NotAComponent { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

fn composed() -> Vec<u8> {
    let mut parts = parts(Path::new("bad.wit"), WIT);
    let plug = parts.remove(1);
    compose(parts.remove(0), vec![plug], &Capabilities::none())
        .unwrap()
        .bytes
}

#[test]
fn what_a_file_is_instead_is_told() {
    assert_eq!(reason(b""), NotAComponent::Empty);
    assert_eq!(
        reason(b"PK\x03\x04zip"),
        NotAComponent::NotWasm("`PK\\x03\\x04`".into())
    );
    assert_eq!(reason(b"\0asm\x01\0\0\0"), NotAComponent::CoreModule);
    assert_eq!(reason(b"\0asm"), NotAComponent::Truncated { length: 4 });
}

#[test]
fn every_cut_is_refused_or_is_a_component() {
    let bytes = composed();
    for length in 0..bytes.len() {
        let cut = &bytes[..length];
        // A cut between two sections can be valid by chance: fewer exports, say. It must be one or the other.
        if let Err(error) = Part::new("cut", cut.to_vec()) {
            assert!(
                matches!(error, Error::NotAComponent { .. }),
                "{length}: {error}"
            );
        }
        let _ = explain("cut", cut);
    }
    assert!(matches!(
        reason(&bytes[..bytes.len() / 2]),
        NotAComponent::Truncated { .. }
    ));
}

#[test]
fn damage_never_panics() {
    let bytes = composed();
    let socket = &parts(Path::new("bad.wit"), WIT)[0];
    // Every byte once, each with another bit pattern: the same damage in each run.
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= [0x01, 0x80, 0xff, 0x10][at % 4];
        let _ = explain("damaged", &damaged);
        if let Ok(part) = Part::new("damaged", damaged) {
            let _ = compose(socket.clone(), vec![part], &Capabilities::none());
        }
    }
}
