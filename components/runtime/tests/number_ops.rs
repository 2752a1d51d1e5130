//! Operations on numbers, wrong operands among them, with what CPython 3.12 answered (`number_ops/make.py`).

#[path = "python_ops/run.rs"]
mod run;
#[path = "python_ops/typed.rs"]
mod typed;

#[test]
fn numbers_answer_as_in_cpython() {
    let mut failed = 0;
    for line in include_str!("number_ops/cases.jsonl").lines() {
        let case = serde_json::from_str(line).expect("a JSON line");
        if let Err(why) = run::case(&case) {
            failed += 1;
            println!("{line}\n  {why}");
        }
    }
    assert_eq!(
        failed, 0,
        "cases of number_ops/cases.jsonl have another answer"
    );
}
