//! The picture in a page of its own, with what does not fit into a picture: digests, signatures, memories.

use std::fmt::Write;

use super::picture::{escape, svg};
use super::{Edge, Explanation, Instance};

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1a2230;--paper:#fff;--soft:#586376;--line:#d4dae3}\
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf2;--paper:#14181f;--soft:#9daabb;--line:#333d4b}}\
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1.5rem;color:var(--ink);background:var(--paper)}\
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{color:var(--soft);margin:.3rem 0 1rem}\
.picture{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}\
th{color:var(--soft);font-weight:600}td.n{text-align:right;white-space:nowrap}code{font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;overflow-wrap:anywhere}\
ul{list-style:none;padding:0;margin:.2rem 0 1rem 1rem}";

/// A self-contained page: no script, no font, no request.
pub fn html(explanation: &Explanation) -> String {
    let name = escape(&explanation.name);
    let mut out = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{name}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body><h1>{name}</h1>\
         <p>{} of {}, sha256 <code>{}</code></p><div class=\"picture\">{}</div>",
        explanation.kind,
        size(explanation.size),
        explanation.sha256,
        svg(explanation),
    );
    out.push_str("<h2>Parts</h2><table><tr><th>part</th><th>component</th><th>size</th><th>memories</th><th>sha256</th></tr>");
    explanation
        .parts
        .iter()
        .for_each(|part| row(&mut out, part, 0));
    out.push_str("</table>");
    edges(
        &mut out,
        "Imports: what a host has to provide",
        &explanation.imports,
    );
    edges(
        &mut out,
        "Exports: what a host can call",
        &explanation.exports,
    );
    out.push_str("</body></html>\n");
    out
}

fn row(out: &mut String, part: &Instance, depth: usize) {
    let memories: Vec<String> = part.memories.iter().map(ToString::to_string).collect();
    let _ = write!(
        out,
        "<tr><td style=\"padding-left:{}rem\">{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td><td><code>{}</code></td></tr>",
        depth,
        escape(&part.name),
        escape(part.component.as_deref().unwrap_or("")),
        size(part.size),
        memories.join(", "),
        part.sha256,
    );
    part.parts.iter().for_each(|part| row(out, part, depth + 1));
}

fn edges(out: &mut String, title: &str, edges: &[Edge]) {
    let _ = write!(out, "<h2>{title}</h2>");
    if edges.is_empty() {
        out.push_str("<p>none</p>");
    }
    for edge in edges {
        let _ = write!(out, "<div><code>{}</code><ul>", escape(&edge.name));
        for function in &edge.functions {
            let _ = write!(out, "<li><code>{}</code></li>", escape(function));
        }
        out.push_str("</ul></div>");
    }
}

/// A size as people read it: `812 B`, `16.7 KB`, `1.2 MB` (powers of 1000).
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
