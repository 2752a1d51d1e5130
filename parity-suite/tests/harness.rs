//! The suite's own tests: what must be red is red. This binary is also the adapter that they run against:
//! `harness --fake-adapter BEHAVIOUR`.

use std::fs;
use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use molt_parity::engine::Quiet;
use molt_parity::places::Places;
use molt_parity::python::{Compiler, PythonCase, Refusal};
use molt_parity::report::Report;
use molt_parity::suite::{Selection, Suite};
use molt_parity::target::{ProcessTarget, Target};
use molt_parity::verdict::Verdict;
use serde_json::{Value, json};

/// `double: func(n: u32) -> u32`.
const DOUBLE: &str = r#"(component
    (core module $m (func (export "double") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2))))
    (core instance $i (instantiate $m))
    (func (export "double") (param "n" u32) (result u32) (canon lift (core func $i "double"))))"#;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    if let [_, flag, behaviour] = &args[..]
        && flag == "--fake-adapter"
    {
        fake_adapter(behaviour);
        return ExitCode::SUCCESS;
    }
    let tests: &[(&str, fn())] = &[
        ("right_answers_pass", right_answers_pass),
        ("a_wrong_expectation_is_red", a_wrong_expectation_is_red),
        (
            "a_disagreement_is_red_and_names_who_says_what",
            a_disagreement_is_red_and_names_who_says_what,
        ),
        (
            "a_disagreement_of_equals_is_red_for_all",
            a_disagreement_of_equals_is_red_for_all,
        ),
        (
            "a_run_that_differs_from_the_first_is_red",
            a_run_that_differs_from_the_first_is_red,
        ),
        (
            "a_crash_is_red_for_its_call_alone",
            a_crash_is_red_for_its_call_alone,
        ),
        (
            "a_hang_is_red_for_its_call_alone",
            a_hang_is_red_for_its_call_alone,
        ),
        (
            "a_target_that_crashes_again_and_again_is_given_up",
            a_target_that_crashes_again_and_again_is_given_up,
        ),
        (
            "nonsense_from_an_adapter_is_red",
            nonsense_from_an_adapter_is_red,
        ),
        (
            "a_missing_target_is_red_unless_allowed",
            a_missing_target_is_red_unless_allowed,
        ),
        (
            "known_gaps_are_xfail_and_an_unexpected_pass_is_red",
            known_gaps_are_xfail_and_an_unexpected_pass_is_red,
        ),
        (
            "an_unreadable_case_is_red_alone",
            an_unreadable_case_is_red_alone,
        ),
        ("an_unknown_function_is_red", an_unknown_function_is_red),
        (
            "an_absent_corpus_is_skipped_with_its_count",
            an_absent_corpus_is_skipped_with_its_count,
        ),
        (
            "a_component_that_cannot_be_loaded_is_an_error_of_the_call",
            a_component_that_cannot_be_loaded_is_an_error_of_the_call,
        ),
        (
            "a_chain_gives_the_expectation",
            a_chain_gives_the_expectation,
        ),
    ];
    let trial = |&(name, test): &(&str, fn())| {
        Trial::test(name, move || {
            test();
            Ok::<(), Failed>(())
        })
    };
    libtest_mimic::run(&Arguments::from_args(), tests.iter().map(trial).collect()).exit_code()
}

/// There are no programs here.
struct NoCompiler;

impl Compiler for NoCompiler {
    fn version(&self) -> String {
        String::new()
    }

    fn compile(&self, _case: &PythonCase) -> Result<Vec<u8>, Refusal> {
        unreachable!("no case is a program")
    }
}

/// Answers `double` right, except where its behaviour says otherwise: 3 is the odd number out, 13 the unlucky one.
fn fake_adapter(behaviour: &str) {
    if behaviour == "missing" {
        say(&json!({ "type": "missing", "what": "The Fake", "fix": "install the fake" }));
        return;
    }
    say(
        &json!({ "type": "hello", "target": "fake", "host": "Fake", "version": "1", "features": ["sync"] }),
    );
    let mut calls = 0;
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let message: Value = serde_json::from_str(&line).unwrap();
        if message["type"] != "batch" {
            return;
        }
        let name = message["component"]["name"].as_str().unwrap_or_default();
        if name.starts_with("made") {
            let error = json!({ "kind": "not-a-component", "message": "no" });
            say(&json!({ "type": "failed", "batch": message["id"], "error": error }));
            continue;
        }
        for call in message["calls"].as_array().unwrap() {
            calls += 1;
            let outcomes: Vec<Value> = call["steps"]
                .as_array()
                .unwrap()
                .iter()
                .map(|step| outcome(behaviour, &step["args"][0], calls))
                .collect();
            say(
                &json!({ "type": "result", "batch": message["id"], "call": call["id"], "outcomes": outcomes, "ns": 5 }),
            );
        }
        say(&json!({ "type": "done", "batch": message["id"] }));
    }
}

fn outcome(behaviour: &str, n: &Value, calls: u64) -> Value {
    let Some(n) = n.as_u64() else {
        return json!({ "error": { "kind": "wrong-arguments", "message": "no number" } });
    };
    match behaviour {
        "off" if n == 3 => json!({ "ok": 7 }),
        "forgetful" if n == 3 => json!({ "ok": 6 + calls }),
        "crash" if n == 13 => {
            eprintln!("the unlucky number");
            std::process::exit(3);
        }
        "hang" if n == 13 => {
            std::thread::sleep(Duration::from_secs(600));
            Value::Null
        }
        "nonsense" if n == 13 => {
            println!("thirteen");
            Value::Null
        }
        _ => json!({ "ok": n * 2 }),
    }
}

fn say(message: &Value) {
    println!("{message}");
    std::io::stdout().flush().unwrap();
}

/// A repository with these cases (`name`, TOML without `component`) and `dist/double.wasm`.
struct Repository(tempfile::TempDir);

impl Repository {
    fn new(cases: &[(&str, &str)]) -> Repository {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for sub in [
            "dist",
            "parity-suite/cases/area",
            "parity-suite/expectations",
        ] {
            fs::create_dir_all(root.join(sub)).unwrap();
        }
        fs::write(
            root.join("dist/double.wasm"),
            wat::parse_str(DOUBLE).unwrap(),
        )
        .unwrap();
        for (name, content) in cases {
            let component = if content.starts_with("component") {
                ""
            } else {
                "component = \"double\"\n"
            };
            let content = format!("{component}function = \"double\"\n{content}");
            fs::write(
                root.join(format!("parity-suite/cases/area/{name}.toml")),
                content,
            )
            .unwrap();
        }
        Repository(folder)
    }

    fn expecting(self, target: &str, gaps: &str) -> Repository {
        fs::write(
            self.root()
                .join(format!("parity-suite/expectations/{target}.toml")),
            gaps,
        )
        .unwrap();
        self
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    /// Runs all cases on a target for each of these behaviours; a target is called as it behaves, up to a `:`.
    fn run(&self, behaviours: &[&str], allow_missing: bool) -> Report {
        let own = std::env::current_exe().unwrap().display().to_string();
        let target = |behaviour: &&str| -> Box<dyn Target> {
            let command = vec![
                own.clone(),
                "--fake-adapter".to_string(),
                behaviour
                    .split(':')
                    .next_back()
                    .unwrap_or_default()
                    .to_string(),
            ];
            let name = behaviour.split(':').next().unwrap_or_default().to_string();
            Box::new(ProcessTarget::new(name, command, self.root().to_path_buf()))
        };
        let targets = behaviours.iter().map(target).collect();
        let suite = Suite::load(
            Places::in_repository(self.root()),
            targets,
            Box::new(NoCompiler),
        )
        .unwrap();
        let selection = Selection {
            target: &|_| true,
            trial: &|_, _| true,
            allow_missing,
            measure: false,
        };
        suite.run(&selection, &Quiet).unwrap()
    }
}

fn verdict<'r>(report: &'r Report, name: &str) -> &'r Verdict {
    let known = || {
        report
            .lines
            .iter()
            .map(|line| line.name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    &report
        .lines
        .iter()
        .find(|line| line.name() == name)
        .unwrap_or_else(|| panic!("no {name} in {}", known()))
        .verdict
}

fn assert_red(report: &Report, name: &str, parts: &[&str]) {
    match verdict(report, name) {
        Verdict::Fail(why) => parts
            .iter()
            .for_each(|part| assert!(why.contains(part), "{name}: {why}")),
        other => panic!("{name} is {other:?}"),
    }
}

fn assert_green(report: &Report, name: &str) {
    assert_eq!(verdict(report, name), &Verdict::Pass, "{name}");
}

const THREE: (&str, &str) = ("three", "args = [3]\nagree = true");
const THIRTEEN: (&str, &str) = (
    "thirteen",
    "timeout = 1\nagree = true\n[[call]]\nargs = [1]\n[[call]]\nargs = [13]\n[[call]]\nargs = [2]\n",
);

fn right_answers_pass() {
    let report = Repository::new(&[("two", "args = [2]\nvalue = 4"), THREE]).run(&["right"], false);
    assert_green(&report, "right/area/two");
    assert_green(&report, "right/area/three");
    assert_eq!(report.totals().fail, 0);
}

fn a_wrong_expectation_is_red() {
    let report = Repository::new(&[
        ("two", "args = [2]\nvalue = 5"),
        ("trap", "args = [2]\ntrap = true"),
        ("echo", "args = [2]\necho = true"),
    ]);
    let report = report.run(&["right"], false);
    assert_red(&report, "right/area/two", &["expected 5, got 4"]);
    assert_red(&report, "right/area/trap", &["expected a trap"]);
    assert_red(&report, "right/area/echo", &["expected 2, got 4"]);
}

fn a_disagreement_is_red_and_names_who_says_what() {
    let report = Repository::new(&[THREE]).run(&["right", "also:right", "off"], false);
    assert_green(&report, "right/area/three");
    assert_green(&report, "also/area/three");
    assert_red(
        &report,
        "off/area/three",
        &[
            "targets disagree",
            "right, also: [{\"returns\":6}]",
            "off: [{\"returns\":7}]",
        ],
    );
}

fn a_disagreement_of_equals_is_red_for_all() {
    let report = Repository::new(&[THREE]).run(&["right", "off"], false);
    assert_red(&report, "right/area/three", &["targets disagree"]);
    assert_red(&report, "off/area/three", &["targets disagree"]);
}

fn a_run_that_differs_from_the_first_is_red() {
    let cases = [(
        "again",
        "args = [3]\nagree = true\nruns = [\"shared\", \"shared\", \"fresh\"]",
    )];
    let report = Repository::new(&cases).run(&["right", "forgetful"], false);
    assert_green(&report, "right/area/again");
    assert_red(
        &report,
        "forgetful/area/again",
        &[
            "run 2 (shared): not what run 1 (shared) gave",
            "expected 7, got 8",
        ],
    );
}

fn a_crash_is_red_for_its_call_alone() {
    let report = Repository::new(&[THIRTEEN]).run(&["crash"], false);
    assert_green(&report, "crash/area/thirteen/1");
    assert_red(
        &report,
        "crash/area/thirteen/2",
        &["the adapter ended", "exit status: 3", "the unlucky number"],
    );
    assert_green(&report, "crash/area/thirteen/3");
}

fn a_hang_is_red_for_its_call_alone() {
    let report = Repository::new(&[THIRTEEN]).run(&["hang"], false);
    assert_green(&report, "hang/area/thirteen/1");
    assert_red(&report, "hang/area/thirteen/2", &["no answer in 11 s"]);
    assert_green(&report, "hang/area/thirteen/3");
}

fn a_target_that_crashes_again_and_again_is_given_up() {
    let calls = "[[call]]\nargs = [13]\n".repeat(30);
    let report =
        Repository::new(&[("often", &format!("agree = true\n{calls}"))]).run(&["crash"], false);
    assert_red(&report, "crash/area/often/1", &["the unlucky number"]);
    assert_red(&report, "crash/area/often/30", &["given up"]);
    assert_eq!(report.totals().fail, 30);
}

fn nonsense_from_an_adapter_is_red() {
    let report = Repository::new(&[THIRTEEN]).run(&["nonsense"], false);
    assert_green(&report, "nonsense/area/thirteen/1");
    assert_red(
        &report,
        "nonsense/area/thirteen/2",
        &["not a message of the protocol", "thirteen"],
    );
}

fn a_missing_target_is_red_unless_allowed() {
    let repository = Repository::new(&[THREE]);
    let report = repository.run(&["right", "gone:missing"], false);
    assert_red(
        &report,
        "gone/host/start",
        &["The Fake is missing: install the fake"],
    );
    assert!(matches!(
        verdict(&report, "gone/area/three"),
        Verdict::Skip(_)
    ));
    assert_green(&report, "right/area/three");
    let allowed = repository.run(&["right", "gone:missing"], true);
    assert_eq!(allowed.totals().fail, 0);
    assert_eq!(allowed.totals().skip, 2);
}

fn known_gaps_are_xfail_and_an_unexpected_pass_is_red() {
    let gaps = "[[gap]]\ntrial = \"area/two\"\nreason = \"known\"\n[[gap]]\ntrial = \"area/th*\"\nreason = \"mended\"\n[[gap]]\ntrial = \"area/none\"\nreason = \"old\"\n";
    let report = Repository::new(&[("two", "args = [2]\nvalue = 5"), THREE])
        .expecting("right", gaps)
        .run(&["right"], false);
    assert_eq!(
        verdict(&report, "right/area/two"),
        &Verdict::Xfail("known".to_string())
    );
    assert_red(
        &report,
        "right/area/three",
        &["passes, but is listed as a known gap"],
    );
    assert_red(
        &report,
        "right/expectations/area/none",
        &["matches no trial"],
    );
}

fn an_unreadable_case_is_red_alone() {
    let report =
        Repository::new(&[("broken", "args = [2]\nvaule = 4"), THREE]).run(&["right"], false);
    assert_red(
        &report,
        "right/area/broken",
        &["the case is wrong", "vaule"],
    );
    assert_green(&report, "right/area/three");
}

fn an_unknown_function_is_red() {
    let steps = (
        "steps",
        "value = 4\n[[call]]\nname = \"x\"\n[[call.step]]\nfunction = \"triple\"\nargs = [2]",
    );
    let report = Repository::new(&[steps]).run(&["right"], false);
    assert_red(
        &report,
        "right/area/steps/x",
        &["no function `triple`; there is double"],
    );
}

fn an_absent_corpus_is_skipped_with_its_count() {
    let source = (
        "absent",
        "agree = true\n[source]\nkind = \"files\"\nfrom = \"corpora:no/such\"\ncount = 318",
    );
    let report = Repository::new(&[source, THREE]).run(&["right"], false);
    assert_eq!(report.totals().skip, 318);
    assert!(
        matches!(verdict(&report, "right/area/absent"), Verdict::Skip(why) if why.contains("no/such"))
    );
    assert_eq!(report.skipped().len(), 1);
}

fn a_component_that_cannot_be_loaded_is_an_error_of_the_call() {
    let core = (
        "core",
        "component = { hex = \"00 61 73 6d 01 00 00 00\" }\nargs = [1]\nerror = \"not-a-component\"",
    );
    let wrong = ("wrong", "args = [\"two\"]\nerror = \"wrong-arguments\"");
    let report = Repository::new(&[core, wrong]).run(&["right"], false);
    assert_green(&report, "right/area/core");
    assert_green(&report, "right/area/wrong");
}

fn a_chain_gives_the_expectation() {
    let link = |args: &str| {
        format!("{{ component = \"double\", function = \"double\", args = [{args}] }}")
    };
    let same = format!(
        "args = [4]\nsame = [{}, {}]",
        link("2"),
        link("{ previous = true }")
    );
    let red = same.replace("args = [4]\nsame", "args = [5]\nsame");
    let report =
        Repository::new(&[("chain", &same), ("broken-chain", &red)]).run(&["right"], false);
    assert_green(&report, "right/area/chain");
    assert_red(
        &report,
        "right/area/broken-chain",
        &["not what the chain gives", "expected 8, got 10"],
    );
}
