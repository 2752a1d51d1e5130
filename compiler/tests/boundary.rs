//! What a program's component imports and exports, and what is refused there.

use molt_compiler::{Compiled, Diagnostic, Options, compile};
use molt_compose::Part;

fn build(source: &str) -> Result<Compiled, Vec<Diagnostic>> {
    let options = Options {
        file: "dir/my_file.py".to_owned(),
        ..Options::default()
    };
    compile(source, &options)
}

fn built(source: &str) -> Compiled {
    build(source).unwrap_or_else(|diagnostics| {
        let shown: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        panic!("{}", shown.join("\n"))
    })
}

fn refused(source: &str) -> Vec<Diagnostic> {
    build(source).err().unwrap_or_default()
}

#[test]
fn a_program_imports_what_it_uses() {
    let compiled = built("print('hello')\n");
    assert!(compiled.component.len() < 20_000);
    let part = Part::new("program", compiled.component).expect("is a component");
    let imports: Vec<String> = part.imports().map(|import| import.name).collect();
    assert!(imports.contains(&"molt:runtime/calls@0.1.0".to_owned()));
    assert!(
        !imports
            .iter()
            .any(|import| import.starts_with("molt:capabilities"))
    );
    assert!(
        !imports
            .iter()
            .any(|import| import.starts_with("molt:runtime/exchange"))
    );
    let exports: Vec<String> = part.exports().map(|export| export.name).collect();
    assert_eq!(exports, ["molt:capabilities/program@0.1.0"]);
}

#[test]
fn a_program_with_sys_imports_its_arguments() {
    for source in ["import sys\n", "def f():\n    from sys import argv\n"] {
        let part = Part::new("program", built(source).component).expect("is a component");
        let mut imports = part.imports().map(|import| import.name);
        assert!(imports.any(|name| name == "molt:capabilities/arguments@0.1.0"));
    }
}

#[test]
fn an_exported_function_is_in_the_interface_api() {
    let compiled = built(
        "import molt\n@molt.export\ndef count_words(text: str, most: int | None) -> dict[str, int]:\n    return {text: most or 0}\n",
    );
    let expected = "count-words: func(text: string, most: option<s64>) -> result<list<tuple<string, s64>>, error>;";
    assert!(compiled.wit.contains(expected), "{}", compiled.wit);
    let part = Part::new("program", compiled.component).expect("is a component");
    let exports: Vec<String> = part.exports().map(|export| export.name).collect();
    assert!(
        exports.contains(&"local:my-file/api".to_owned()),
        "{exports:?}"
    );
}

#[test]
fn a_package_can_have_a_version() {
    let options = Options {
        file: "f.py".to_owned(),
        package: Some("acme:stats@1.2.3".to_owned()),
        ..Options::default()
    };
    let source = "import molt\n@molt.export\ndef f() -> None:\n    pass\n";
    let compiled = compile(source, &options).expect("compiles");
    let part = Part::new("program", compiled.component).expect("is a component");
    let mut exports = part.exports().map(|export| export.name);
    assert!(exports.any(|export| export == "acme:stats/api@1.2.3"));
}

#[test]
fn what_has_no_form_in_wit_is_refused() {
    let cases = [
        (
            "def größe() -> int:\n    return 1",
            "its name has no form in WIT",
        ),
        (
            "def f(x: list[None]) -> int:\n    return 1",
            "a type that WIT has no form for",
        ),
        (
            "def f(a_b: int, aB: int) -> int:\n    return 1",
            "two parameters are called a-b",
        ),
    ];
    for (def, message) in cases {
        let found = refused(&format!("import molt\n@molt.export\n{def}\n"));
        assert!(
            found
                .iter()
                .any(|diagnostic| diagnostic.message.contains(message)),
            "{def}: {found:?}"
        );
    }
}

#[test]
fn a_foreign_function_is_imported_from_its_interface() {
    let compiled = built(
        "import molt\n@molt.ffi('molt_json::parse')\ndef parse(text: str) -> object: ...\nprint(parse('[1]'))\n",
    );
    let part = Part::new("program", compiled.component).expect("is a component");
    let mut imports = part.imports().map(|import| import.name);
    assert!(imports.any(|import| import == "molt:json/parser@0.1.0"));
}

#[test]
fn a_foreign_function_must_fit_by_type() {
    let cases = [
        (
            "'molt_json::parser::parse'",
            "text: int",
            "object",
            "declared int, molt:json/parser@0.1.0#parse takes string",
        ),
        (
            "'molt_json::parser::parse'",
            "text: str",
            "int",
            "declared to return int, molt:json/parser@0.1.0#parse returns json-value",
        ),
        (
            "'molt_json::parser::parse'",
            "a: str, b: str",
            "object",
            "declares 2 parameters",
        ),
        (
            "'molt_json::nothing'",
            "a: str",
            "object",
            "no component is known that exports function nothing",
        ),
        ("'json'", "a: str", "object", "is no path of a function"),
    ];
    for (path, parameters, result, message) in cases {
        let found = refused(&format!(
            "import molt\n@molt.ffi({path})\ndef parse({parameters}) -> {result}: ...\n"
        ));
        assert!(
            found
                .iter()
                .any(|diagnostic| diagnostic.message.contains(message)),
            "{path}({parameters}): {found:?}"
        );
        assert!(
            found.iter().all(|diagnostic| diagnostic.line == 3),
            "{found:?}"
        );
    }
}

#[test]
fn more_variables_than_engines_take_are_refused() {
    let mut source = "def f():\n".to_owned();
    for number in 0..60_000 {
        source.push_str(&format!("    x{number} = []\n"));
    }
    source.push_str("f()\n");
    let found = refused(&source);
    assert!(
        found
            .iter()
            .any(|diagnostic| diagnostic.code == molt_compiler::diagnostic::Code::Limit),
        "{found:?}"
    );
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    let source = "def f(a, b=2, *c, d: int = 3, **e):\n    try:\n        return [a, b, c, d, e]\n    finally:\n        print(a)\nprint(f(1), f(1, x=2))\n";
    assert_eq!(built(source).component, built(source).component);
}
