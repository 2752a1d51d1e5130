//! The report as text: the matrix, what failed, what was skipped.

use std::fmt::Write;

use super::{Counts, Line, Report, duration, size};
use crate::verdict::Verdict;

/// Failures that are printed in full; the page has all of them.
const SHOWN: usize = 40;

/// Whether to colour, and how.
#[derive(Clone, Copy, Debug)]
pub struct Colours(pub bool);

impl Colours {
    /// Colours for a terminal, unless `NO_COLOR` is set.
    pub fn for_terminal(is_terminal: bool) -> Colours {
        Colours(is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()))
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_string()
        }
    }
}

/// The report as text, without the closing line of totals.
pub fn print(report: &Report, colours: Colours) -> String {
    let mut out = String::new();
    hosts(report, colours, &mut out);
    matrix(report, colours, &mut out);
    costs(report, colours, &mut out);
    components(report, colours, &mut out);
    failures(report, colours, &mut out);
    reasons(
        "Known gaps",
        "XFAIL  ",
        &report.known_gaps(),
        colours,
        &mut out,
    );
    reasons("Skipped", "SKIPPED", &report.skipped(), colours, &mut out);
    out
}

/// `N passed, N failed, N skipped`.
pub fn closing(report: &Report) -> String {
    let Counts {
        pass, fail, skip, ..
    } = report.totals();
    format!("{pass} passed, {fail} failed, {skip} skipped")
}

fn heading(out: &mut String, colours: Colours, text: &str) {
    let _ = writeln!(out, "\n{}", colours.paint("1", text));
}

fn hosts(report: &Report, colours: Colours, out: &mut String) {
    heading(out, colours, "Targets");
    for target in &report.targets {
        let said = match (&target.host, &target.missing) {
            (Some(host), _) => format!("{} {}, {:.1} s", host.host, host.version, target.seconds),
            (None, why) => colours.paint("31", why.as_deref().unwrap_or("did not run")),
        };
        let _ = writeln!(out, "  {:<10} {said}", target.name);
    }
}

fn matrix(report: &Report, colours: Colours, out: &mut String) {
    heading(out, colours, "Matrix");
    let width = report
        .areas()
        .iter()
        .map(|area| area.len())
        .max()
        .unwrap_or(0)
        .max(4);
    let column = report
        .targets
        .iter()
        .map(|target| target.name.len())
        .max()
        .unwrap_or(0)
        .max(16);
    let _ = write!(out, "  {:<width$}", "");
    for target in &report.targets {
        let _ = write!(out, "  {:<column$}", target.name);
    }
    out.push('\n');
    for area in report.areas() {
        let _ = write!(out, "  {area:<width$}");
        for target in &report.targets {
            let counts = report.counts(|line| line.area == area && line.target == target.name);
            let (code, text) = cell(counts);
            let _ = write!(
                out,
                "  {}",
                colours.paint(code, &format!("{text:<column$}"))
            );
        }
        out.push('\n');
    }
}

/// The colour and the text of a cell: what is worst decides the colour.
fn cell(counts: Counts) -> (&'static str, String) {
    let Counts {
        pass,
        xfail,
        fail,
        skip,
    } = counts;
    let mut parts = Vec::new();
    for (count, word) in [(fail, "fail"), (pass, "ok"), (xfail, "gap"), (skip, "skip")] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    let code = match counts {
        _ if fail > 0 => "31",
        _ if pass + xfail + skip == 0 => "2",
        _ if xfail > 0 || skip > 0 => "33",
        _ => "32",
    };
    (
        code,
        if parts.is_empty() {
            "-".to_string()
        } else {
            parts.join(" ")
        },
    )
}

fn costs(report: &Report, colours: Colours, out: &mut String) {
    if report.targets.iter().all(|target| target.costs.is_empty()) {
        return;
    }
    heading(out, colours, "Cost (cold start / instantiate / one call)");
    for target in &report.targets {
        for cost in &target.costs {
            let shown = |ns: Option<f64>| ns.map_or_else(|| "-".to_string(), duration);
            let measured = &cost.measured;
            let times = [
                measured.cold_start_ns,
                measured.instantiate_ns,
                measured.call_ns,
            ]
            .map(shown);
            let _ = writeln!(
                out,
                "  {:<10} {:<28} {:>10} {:>10} {:>10}",
                target.name, cost.name, times[0], times[1], times[2]
            );
        }
    }
}

fn components(report: &Report, colours: Colours, out: &mut String) {
    if report.components.is_empty() {
        return;
    }
    heading(out, colours, "Components (raw / gzip / brotli)");
    for part in &report.components {
        let _ = writeln!(
            out,
            "  {:<24} {:>10} {:>10} {:>10}",
            part.name,
            size(part.raw),
            size(part.gzip),
            size(part.brotli)
        );
    }
}

fn failures(report: &Report, colours: Colours, out: &mut String) {
    let failed: Vec<(&Line, &str)> = report
        .lines
        .iter()
        .filter_map(|line| match &line.verdict {
            Verdict::Fail(why) => Some((line, why.as_str())),
            _ => None,
        })
        .collect();
    if failed.is_empty() {
        return;
    }
    heading(out, colours, "Failures");
    for (line, why) in failed.iter().take(SHOWN) {
        let _ = writeln!(
            out,
            "  {} {}\n    {}",
            colours.paint("31", "FAIL"),
            line.name(),
            why.replace('\n', "\n    ")
        );
    }
    if failed.len() > SHOWN {
        let _ = writeln!(out, "  and {} more: see the page", failed.len() - SHOWN);
    }
}

fn reasons(title: &str, word: &str, reasons: &[(&str, usize)], colours: Colours, out: &mut String) {
    if reasons.is_empty() {
        return;
    }
    heading(out, colours, title);
    for (why, count) in reasons {
        let _ = writeln!(out, "  {} {count:>5}  {why}", colours.paint("33", word));
    }
}
