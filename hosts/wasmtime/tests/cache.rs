//! The cache gives what was compiled, and trusts nothing that it cannot.

use std::fs;
use std::path::{Path, PathBuf};

use molt_host::{Host, Val};

fn component() -> Vec<u8> {
    wat::parse_str(
        r#"(component
          (core module $m (func (export "answer") (result i32) (i32.const 42)))
          (core instance $i (instantiate $m))
          (func (export "answer") (result u32) (canon lift (core func $i "answer"))))"#,
    )
    .unwrap()
}

fn answer(folder: &Path) -> Option<Val> {
    let host = Host::builder().cache_folder(folder).instances(1).build();
    let program = host.load_bytes(&component()).unwrap();
    program.instantiate().unwrap().call("answer", &[]).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn what_is_damaged_is_compiled_again() {
    let base = tempfile::tempdir().unwrap();
    let folder = base.path().join("compiled");
    assert_eq!(answer(&folder), Some(Val::U32(42)));
    let [file] = files(&folder).try_into().unwrap();
    let good = fs::read(&file).unwrap();
    let mut flipped = good.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let cut = &good[..good.len() / 2];
    for damaged in [
        &flipped[..],
        cut,
        &good[..20],
        b"",
        b"something else entirely, of some length......",
    ] {
        fs::write(&file, damaged).unwrap();
        assert_eq!(answer(&folder), Some(Val::U32(42)));
        assert_eq!(fs::read(&file).unwrap(), good, "not written again");
    }
}

#[test]
fn a_hit_does_not_write() {
    let base = tempfile::tempdir().unwrap();
    let folder = base.path().join("compiled");
    answer(&folder);
    let [file] = files(&folder).try_into().unwrap();
    let written = fs::metadata(&file).unwrap().modified().unwrap();
    assert_eq!(answer(&folder), Some(Val::U32(42)));
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), written);
}

#[cfg(unix)]
#[test]
fn a_folder_or_file_that_others_can_write_to_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap()
    };
    let base = tempfile::tempdir().unwrap();

    let open = base.path().join("open");
    fs::create_dir(&open).unwrap();
    mode(&open, 0o777);
    assert_eq!(answer(&open), Some(Val::U32(42)));
    assert!(
        files(&open).is_empty(),
        "code was written where others can change it"
    );

    let private = base.path().join("private");
    answer(&private);
    assert_eq!(
        fs::metadata(&private).unwrap().permissions().mode() & 0o777,
        0o700
    );
    let [file] = files(&private).try_into().unwrap();
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    mode(&file, 0o666);
    assert_eq!(answer(&private), Some(Val::U32(42)));
    let mode_now = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        mode_now, 0o600,
        "replaced by a file that only this user can write to"
    );
}
