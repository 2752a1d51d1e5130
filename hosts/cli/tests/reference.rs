//! `docs/reference/cli.md` is what `--help` says. `BLESS=1 cargo test -p molt-cli --test reference` writes it again.

use std::path::Path;
use std::process::Command;

fn help(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_molt"))
        .args(args)
        .arg("--help")
        .env("COLUMNS", "120")
        .output()
        .expect("molt runs");
    assert!(output.status.success(), "molt {args:?} --help failed");
    let text = String::from_utf8(output.stdout).expect("help is UTF-8");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// The verbs, as the help of the whole command lists them.
fn verbs(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let verbs = lines.take_while(|line| !line.is_empty());
    verbs
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|verb| !verb.is_empty() && *verb != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_reference_is_what_help_says() {
    let all = help(&[]);
    let mut page = format!(
        "# The `molt` command\n\nWritten by `scripts/bless` from `molt --help`; do not edit.\n\n```text\n{all}\n```\n"
    );
    let verbs = verbs(&all);
    assert!(
        verbs.contains(&"call".to_owned()),
        "no verbs found in:\n{all}"
    );
    for verb in verbs {
        page.push_str(&format!(
            "\n## `molt {verb}`\n\n```text\n{}\n```\n",
            help(&[&verb])
        ));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/cli.md");
    if std::env::var_os("BLESS").is_some() {
        return std::fs::write(&path, page).expect("written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/reference/cli.md is stale: run scripts/bless"
    );
}
