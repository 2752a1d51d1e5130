//! The list of extension types in `schemas/` and the constants say the same.

use molt_pivot::ext;
use serde_json::Value;

#[test]
fn constants_agree_with_the_schema() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../schemas/pivot-extensions.json"
    );
    let document: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let listed: Vec<(i8, &str)> = document["extensions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let code = entry["type"].as_i64().unwrap().try_into().unwrap();
            (code, entry["name"].as_str().unwrap())
        })
        .collect();
    assert_eq!(listed, ext::ALL);
    for (code, name) in listed {
        assert_eq!(ext::name(code), Some(name));
    }
    assert_eq!(ext::name(8), None);
}
