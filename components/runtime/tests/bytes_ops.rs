//! Bytes, bytearrays, memoryviews and struct, with what CPython 3.12 answered (`bytes_ops/make.py`).
//! `MOLT_BYTES_OPS` names a larger file of the same form.

#[path = "python_ops/run.rs"]
mod run;
#[path = "python_ops/typed.rs"]
mod typed;

#[test]
fn bytes_answer_as_in_cpython() {
    let cases = match std::env::var_os("MOLT_BYTES_OPS") {
        Some(path) => std::fs::read_to_string(path).expect("a text file"),
        None => include_str!("bytes_ops/cases.jsonl").to_owned(),
    };
    let mut failed = 0;
    for line in cases.lines() {
        let case = serde_json::from_str(line).expect("a JSON line");
        if let Err(why) = run::case(&case) {
            failed += 1;
            println!("{line}\n  {why}");
        }
    }
    assert_eq!(failed, 0, "cases have another answer");
}
