//! Two builds of a component in two folders give the same bytes.

use molt_guest_build::{Options, Workspace, verify_reproducible};
use molt_parity::places::Places;

/// One guest, compiled twice from nothing, which takes a minute;
/// `molt build --all --verify-reproducible` does the same for every guest.
#[test]
fn two_builds_in_two_folders_are_identical() {
    let workspace = Workspace::load(&Places::here().root).unwrap();
    let report =
        verify_reproducible(&workspace, "molt-json", &Options::default(), &mut |_| {}).unwrap();
    assert!(
        report.is_identical(),
        "{} differs from byte {:?}: {:?}",
        report.name,
        report.first_difference,
        report.sha256
    );
}
