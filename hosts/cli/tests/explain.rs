//! What `molt explain` says of a Python file. How much the compiler emits changes; what it must know does not.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn a_function_with_annotations_has_a_body_without_boxes() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs/sum.py");
    let output = Command::new(env!("CARGO_BIN_EXE_molt"))
        .args(["explain", "--json"])
        .arg(file)
        .output()
        .expect("molt runs");
    assert!(output.status.success());
    let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let functions = said["functions"].as_array().expect("a list");
    let body = functions
        .iter()
        .find(|function| function["name"] == "total" && function["typed"] == true)
        .expect("a body for known types");
    assert_eq!(body["result"], "int");
    assert_eq!(body["variables"]["i"], "int");
    assert_eq!(body["why-boxed"], Value::Null);
    let imports = said["imports"].as_array().expect("a list");
    let scalars = imports.iter().find(|import| {
        let name = import["interface"].as_str().unwrap_or_default();
        name.starts_with("molt:runtime/scalars@")
    });
    assert_eq!(scalars.expect("arithmetic")["component"], "runtime");
}
