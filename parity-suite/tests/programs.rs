//! Cases that are programs: compiled, composed, run, and compared with what was recorded. The compiler here is a fake one, so that
//! this says something about the suite alone. `MOLT_TARGETS=all` runs it on every target.

use std::fs;
use std::path::Path;

use molt_parity::engine::Quiet;
use molt_parity::places::Places;
use molt_parity::python::{CPython, Compiler, PythonCase, Recorded, Refusal, record};
use molt_parity::report::Report;
use molt_parity::suite::{Selection, Suite};
use molt_parity::target;
use molt_parity::verdict::Verdict;

/// Refuses what says `yield`; everything else becomes the hello program, which says how many arguments it has.
struct Fake;

impl Compiler for Fake {
    fn version(&self) -> String {
        "fake".to_string()
    }

    fn compile(&self, case: &PythonCase) -> Result<Vec<u8>, Refusal> {
        let (file, source) = (case.file(), &case.source);
        assert!(!source.contains("panic"), "the compiler is broken");
        if source.contains("yield") {
            return Err(Refusal {
                codes: vec!["generators".to_string()],
                text: format!("{file}:1:1: generators are not supported yet"),
            });
        }
        let program = include_str!("../../hosts/wasmtime/tests/programs/hello.wat");
        // Each program is another one.
        let mut bytes = wat::parse_str(program).expect("a valid program");
        let name = file.as_bytes();
        bytes.extend([0, name.len() as u8 + 2, 1, b'n']);
        bytes.extend(name);
        Ok(bytes)
    }
}

fn case(root: &Path, name: &str, source: &str, out: Option<&str>) {
    let folder = root.join("parity-suite/cases/strings");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join(name).with_extension("py"), source).expect("written");
    if let Some(out) = out {
        fs::write(folder.join(name).with_extension("out"), out).expect("written");
    }
}

fn run(root: &Path) -> Report {
    let places = Places::in_repository(root);
    let all = std::env::var("MOLT_TARGETS").is_ok_and(|targets| targets == "all");
    let targets = target::all(&Places::here()).expect("adapters");
    let suite = Suite::load(places, targets, Box::new(Fake)).expect("cases");
    let selection = Selection {
        target: &|name| all || name == "wasmtime",
        trial: &|_, _| true,
        allow_missing: false,
        measure: false,
    };
    suite.run(&selection, &Quiet).expect("a run")
}

const ABOUT: &str = "# about: a test\n";
const HELLO: &str = "1 hello\n\n=== exit 3\ndone\n";

#[test]
fn programs_are_judged_by_what_they_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir_all(root.join("parity-suite/expectations")).expect("a folder");
    case(root, "right", ABOUT, Some(HELLO));
    case(
        root,
        "argv",
        &format!("{ABOUT}# argv: a b\n"),
        Some(&HELLO.replace('1', "3")),
    );
    case(
        root,
        "stdout",
        ABOUT,
        Some(&HELLO.replace("hello", "hallo")),
    );
    case(
        root,
        "exit",
        ABOUT,
        Some(&HELLO.replace("exit 3", "exit 0")),
    );
    case(root, "stderr", ABOUT, Some(&HELLO.replace("done", "gone")));
    case(
        root,
        "refused",
        &format!("{ABOUT}# refused: generators\nyield"),
        None,
    );
    case(
        root,
        "refused-otherwise",
        &format!("{ABOUT}# refused: async\nyield"),
        None,
    );
    case(
        root,
        "not-refused",
        &format!("{ABOUT}# refused: async\n"),
        None,
    );
    case(
        root,
        "does-not-compile",
        &format!("{ABOUT}yield"),
        Some(HELLO),
    );
    case(
        root,
        "breaks-the-compiler",
        &format!("{ABOUT}panic"),
        Some(HELLO),
    );
    case(root, "not-recorded", ABOUT, None);
    case(root, "no-about", "print(1)", Some(HELLO));
    fs::write(root.join("parity-suite/cases/strings/alone.out"), "").expect("written");
    let report = run(root);
    let mut seen = std::collections::BTreeSet::new();
    for line in &report.lines {
        let (name, said) = (line.name(), line.verdict.message().unwrap_or_default());
        let (_, case) = name.rsplit_once('/').expect("a name");
        let expected = match case {
            "right" | "argv" | "refused" => "",
            "stdout" => "line 1 of standard output is \"1 hello\", expected \"1 hallo\"",
            "exit" => "exit code 3, expected 0",
            "stderr" => "standard error ends with \"done\", expected \"gone\"",
            "refused-otherwise" => "refused, but not with \"async\"",
            "not-refused" => "compiled, but must be refused: async",
            "does-not-compile" => "does not compile\ndoes-not-compile.py:1:1: generators",
            "breaks-the-compiler" => "the compiler panicked",
            "not-recorded" => "nothing is recorded of it",
            "no-about" => "it begins with no `# about: ..`",
            "alone" => "belongs to no program",
            other => panic!("no case is called {other}"),
        };
        seen.insert(case.to_string());
        match expected {
            "" => assert_eq!(line.verdict, Verdict::Pass, "{name}"),
            _ => {
                assert!(
                    matches!(line.verdict, Verdict::Fail(_)),
                    "{name}: {:?}",
                    line.verdict
                );
                assert!(said.contains(expected), "{name}: {said}");
            }
        }
    }
    assert_eq!(seen.len(), 13);
}

#[test]
fn cpython_is_asked_twice() {
    let python = match CPython::find() {
        Ok(python) => python,
        Err(why) => return eprintln!("SKIPPED, recording is not tested: {why}"),
    };
    let folder = tempfile::tempdir().expect("a folder");
    let recorded = |source: &str| {
        let path = folder.path().join("case.py");
        fs::write(&path, format!("{ABOUT}# argv: x\n{source}\n")).expect("written");
        record(&python, &PythonCase::read(&path, "area").expect("a case"))
    };
    let expected = Recorded {
        stdout: "['case.py', 'x'] é\n".as_bytes().to_vec(),
        error: "ValueError: no".to_string(),
        exit: 1,
    };
    let source = "import sys\nprint(sys.argv, 'é')\nraise ValueError('no')";
    assert_eq!(recorded(source).expect("recorded"), expected);
    assert_eq!(recorded("raise SystemExit(7)").expect("recorded").exit, 7);
    let why = recorded("print(hash('a'))").expect_err("another hash each time");
    assert!(why.to_string().contains("under two hash seeds"), "{why}");
    let why = recorded("x = = 1").expect_err("no Python");
    assert!(why.to_string().contains("SyntaxError"), "{why}");
}
