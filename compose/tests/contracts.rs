//! The transcoder's inline imports repeat the `codec` interface; here they are held against it.

use std::path::Path;

use molt_compose::diff::{Shape, diff};
use wit_parser::{Resolve, WorldItem, WorldKey};

#[test]
fn every_codec_fits_each_import_of_the_transcoder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit/codec");
    let mut resolve = Resolve {
        all_features: true,
        ..Resolve::default()
    };
    let (package, _) = resolve.push_dir(&folder).unwrap();
    let codec = Shape::interface(&resolve, resolve.packages[package].interfaces["codec"]);
    let world = &resolve.worlds[resolve.packages[package].worlds["transcoder"]];
    let mut checked = Vec::new();
    for (key, item) in &world.imports {
        let (WorldKey::Name(name), WorldItem::Interface { .. }) = (key, item) else {
            panic!("{key:?}")
        };
        let differences: Vec<String> = diff(Shape::new(&resolve, item), codec)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(differences.is_empty(), "{name}: {differences:?}");
        checked.push(name.as_str());
    }
    assert_eq!(checked, ["json", "msgpack", "cbor", "arrow"]);
}
