//! Each case has an interface `wanted` and an interface `offered`; the golden file says how they differ.

mod golden;

use molt_compose::diff::{Shape, diff};
use wit_parser::Resolve;

#[test]
fn differences_are_told_as_the_golden_files_say() {
    golden::check_all("diff", |path, text| {
        let mut resolve = Resolve {
            all_features: true,
            ..Resolve::default()
        };
        let package = resolve
            .push_str(path, text)
            .unwrap_or_else(|error| panic!("{}: {error:#}", path.display()));
        let interface = |name: &str| resolve.packages[package].interfaces[name];
        let shape = |name| Shape::interface(&resolve, interface(name));
        let found = diff(shape("wanted"), shape("offered"));
        match found.is_empty() {
            true => "fits\n".to_owned(),
            false => found
                .iter()
                .map(|difference| format!("{difference}\n"))
                .collect(),
        }
    });
}
