//! The report as one self-contained page: no script is needed to read it, nothing is fetched.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Counts, Line, Report, duration, size};
use crate::verdict::Verdict;

/// The whole page.
pub fn page(report: &Report) -> String {
    let mut out =
        String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Molt parity report</title>\n");
    let _ = write!(
        out,
        "<style>\n{}</style>\n</head>\n<body>\n",
        include_str!("page.css")
    );
    header(report, &mut out);
    matrix(report, &mut out);
    failures(report, &mut out);
    hosts(report, &mut out);
    components(report, &mut out);
    reasons("gaps", "Known gaps", &report.known_gaps(), &mut out);
    reasons("skipped", "Skipped", &report.skipped(), &mut out);
    trials(report, &mut out);
    let _ = write!(
        out,
        "<script>\n{}</script>\n</body>\n</html>\n",
        include_str!("page.js")
    );
    out
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A control character has no place in HTML, not even as a reference.
            c if c.is_control() && c != '\n' && c != '\t' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn header(report: &Report, out: &mut String) {
    let Counts {
        pass,
        xfail,
        fail,
        skip,
    } = report.totals();
    let targets = report.targets.len();
    out.push_str("<header>\n<h1>Molt parity report</h1>\n");
    let _ = writeln!(
        out,
        "<p>The same component bytes, the same calls, on {targets} targets. {:.1} s.</p>",
        report.seconds
    );
    out.push_str("<div class=\"totals\">\n");
    for (count, word, class) in [
        (pass, "passed", "pass"),
        (fail, "failed", "fail"),
        (xfail, "known gaps", "xfail"),
        (skip, "skipped", "skip"),
    ] {
        let class = if count == 0 { "none" } else { class };
        let _ = writeln!(out, "<div class=\"{class}\"><b>{count}</b> {word}</div>");
    }
    out.push_str("</div>\n</header>\n<main>\n");
}

fn matrix(report: &Report, out: &mut String) {
    out.push_str("<h2 id=\"matrix\">Matrix</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"matrix\"><table>\n");
    out.push_str("<thead><tr><th scope=\"col\">Area</th>");
    target_columns(report, out);
    out.push_str("</tr></thead>\n<tbody>\n");
    for area in report.areas() {
        let _ = write!(
            out,
            "<tr><th scope=\"row\"><a href=\"#area-{0}\">{0}</a></th>",
            escape(area)
        );
        for target in &report.targets {
            let counts = report.counts(|line| line.area == area && line.target == target.name);
            let (class, text) = cell(counts);
            let _ = write!(
                out,
                "<td class=\"cell {class}\"><a href=\"#area-{}\">{text}</a></td>",
                escape(area)
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

fn target_columns(report: &Report, out: &mut String) {
    for target in &report.targets {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(&target.name));
    }
}

fn cell(counts: Counts) -> (&'static str, String) {
    let Counts {
        pass,
        xfail,
        fail,
        skip,
    } = counts;
    let class = match counts {
        _ if fail > 0 => "fail",
        _ if xfail > 0 => "xfail",
        _ if pass > 0 => "pass",
        _ if skip > 0 => "skip",
        _ => "none",
    };
    let parts = [
        (fail, "failed"),
        (pass, "passed"),
        (
            xfail,
            if xfail == 1 {
                "known gap"
            } else {
                "known gaps"
            },
        ),
        (skip, "skipped"),
    ];
    let shown = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = shown
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    (
        class,
        if parts.is_empty() {
            "–".to_string()
        } else {
            parts.join(", ")
        },
    )
}

fn failures(report: &Report, out: &mut String) {
    let failed = report
        .lines
        .iter()
        .filter(|line| matches!(line.verdict, Verdict::Fail(_)));
    let failed: Vec<&Line> = failed.collect();
    if failed.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h2>Failures ({})</h2>", failed.len());
    for (n, line) in failed.iter().enumerate() {
        let open = if n < 10 { " open" } else { "" };
        let why = escape(line.verdict.message().unwrap_or_default());
        let _ = writeln!(
            out,
            "<details{open}><summary class=\"fail\"><code>{}</code></summary><pre>{why}</pre></details>",
            escape(&line.name())
        );
    }
}

fn hosts(report: &Report, out: &mut String) {
    out.push_str("<h2 id=\"hosts\">Hosts</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"hosts\"><table>\n");
    out.push_str("<thead><tr><th scope=\"col\">Target</th><th scope=\"col\">Host</th><th scope=\"col\">Version</th><th scope=\"col\">Run</th>");
    out.push_str("<th scope=\"col\">Measured</th><th scope=\"col\">Cold start</th><th scope=\"col\">Instantiate</th><th scope=\"col\">One call</th></tr></thead>\n<tbody>\n");
    for target in &report.targets {
        let (host, version) = match &target.host {
            Some(host) => (escape(&host.host), escape(&host.version)),
            None => (
                format!(
                    "<span class=\"fail\">{}</span>",
                    escape(target.missing.as_deref().unwrap_or("did not run"))
                ),
                "–".to_string(),
            ),
        };
        let rows = target.costs.len().max(1);
        let first = format!(
            "<th scope=\"row\" rowspan=\"{rows}\">{}</th><td rowspan=\"{rows}\" class=\"wrap\">{host}</td><td rowspan=\"{rows}\">{version}</td><td rowspan=\"{rows}\" class=\"num\">{:.1} s</td>",
            escape(&target.name),
            target.seconds
        );
        for n in 0..rows {
            let _ = write!(out, "<tr>{}", if n == 0 { first.as_str() } else { "" });
            cost(target.costs.get(n), out);
            out.push_str("</tr>\n");
        }
    }
    out.push_str("</tbody></table></div>\n");
}

fn cost(cost: Option<&crate::measure::Cost>, out: &mut String) {
    let Some(cost) = cost else {
        out.push_str(
            "<td>–</td><td class=\"num\">–</td><td class=\"num\">–</td><td class=\"num\">–</td>",
        );
        return;
    };
    let measured = &cost.measured;
    let _ = write!(out, "<td>{}</td>", escape(&cost.name));
    for ns in [
        measured.cold_start_ns,
        measured.instantiate_ns,
        measured.call_ns,
    ] {
        let _ = write!(
            out,
            "<td class=\"num\">{}</td>",
            ns.map_or_else(|| "–".to_string(), duration)
        );
    }
}

fn components(report: &Report, out: &mut String) {
    if report.components.is_empty() {
        return;
    }
    out.push_str("<h2 id=\"components\">Components</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"components\"><table>\n");
    out.push_str("<thead><tr><th scope=\"col\">Component</th><th scope=\"col\">Raw</th><th scope=\"col\">gzip</th><th scope=\"col\">brotli</th>");
    out.push_str(
        "<th scope=\"col\">Imports</th><th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n",
    );
    for part in &report.components {
        let imports = if part.imports.is_empty() {
            "none".to_string()
        } else {
            escape(&part.imports.join(", "))
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"wrap\">{imports}</td><td><code title=\"{}\">{}</code></td></tr>",
            escape(&part.name),
            size(part.raw),
            size(part.gzip),
            size(part.brotli),
            part.sha256,
            part.sha256.get(..12).unwrap_or_default()
        );
    }
    out.push_str("</tbody></table></div>\n");
}

/// A table of reasons, each with the number of trials that it is the reason of.
fn reasons(id: &str, heading: &str, reasons: &[(&str, usize)], out: &mut String) {
    if reasons.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<h2 id=\"{id}\">{heading}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{id}\"><table>\n"
    );
    out.push_str("<thead><tr><th scope=\"col\">Trials</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>\n");
    for (why, count) in reasons {
        let _ = writeln!(
            out,
            "<tr><td class=\"num\">{count}</td><td class=\"wrap\">{}</td></tr>",
            escape(why)
        );
    }
    out.push_str("</tbody></table></div>\n");
}

/// Every trial, a table an area, a column a target.
fn trials(report: &Report, out: &mut String) {
    out.push_str("<h2>Trials</h2>\n<label for=\"filter\">Show trials with these words in their name, target or verdict (press /)</label>\n");
    out.push_str("<input id=\"filter\" type=\"search\" autocomplete=\"off\" placeholder=\"json surrogate fail\"> <span id=\"found\" role=\"status\"></span>\n");
    for area in report.areas() {
        let mut rows: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
        report
            .lines
            .iter()
            .filter(|line| line.area == area)
            .for_each(|line| rows.entry(&line.path).or_default().push(line));
        let name = escape(area);
        let _ = write!(
            out,
            "<details class=\"area\" id=\"area-{name}\"><summary><b>{name}</b> <span class=\"none\">{}</span></summary>",
            rows.len()
        );
        out.push_str("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Trial</th>");
        target_columns(report, out);
        out.push_str("</tr></thead>\n<tbody>\n");
        rows.iter()
            .for_each(|(path, lines)| trial(report, path, lines, out));
        out.push_str("</tbody></table></div></details>\n");
    }
    out.push_str("</main>\n");
}

fn trial(report: &Report, path: &str, lines: &[&Line], out: &mut String) {
    let mut words: Vec<&str> = lines.iter().map(|line| line.verdict.word()).collect();
    words.sort_unstable();
    words.dedup();
    let text = escape(&format!("{path} {}", words.join(" ")).to_lowercase());
    let _ = write!(
        out,
        "<tr data-text=\"{text}\"><td class=\"wrap\"><code>{}</code></td>",
        escape(path)
    );
    for target in &report.targets {
        match lines.iter().find(|line| line.target == target.name) {
            None => out.push_str("<td class=\"none\">–</td>"),
            Some(line) => {
                let word = line.verdict.word();
                let title = line
                    .verdict
                    .message()
                    .map(|why| format!(" title=\"{}\"", escape(why)))
                    .unwrap_or_default();
                let _ = write!(out, "<td class=\"{word}\"{title}>{word}</td>");
            }
        }
    }
    out.push_str("</tr>\n");
}
