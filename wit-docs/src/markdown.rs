//! Small pieces of Markdown.

/// A text in a table's cell: one line, no cell separators.
pub(crate) fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

/// The first sentence of a text, up to the first period that ends one.
pub(crate) fn first_sentence(text: &str) -> String {
    let line = text.split("\n\n").next().unwrap_or_default();
    let line = cell(line);
    match line.find(". ") {
        Some(end) => line[..=end].to_owned(),
        None => line,
    }
}

/// A text in which angle brackets and such are as they were written: WIT docs are Markdown already.
pub(crate) fn paragraph(out: &mut String, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        out.push_str(text);
        out.push_str("\n\n");
    }
}

/// A table; no rows, no table.
pub(crate) fn table(out: &mut String, head: &[&str], rows: &[Vec<String>]) {
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!(
        "| {} |\n|{}\n",
        head.join(" | "),
        "---|".repeat(head.len())
    ));
    for row in rows {
        out.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_one_line_without_separators() {
        assert_eq!(cell(" a |\n  b "), "a \\| b");
    }

    #[test]
    fn first_sentence_ends_at_a_period_before_a_space() {
        assert_eq!(first_sentence("One (0.1.0). Two."), "One (0.1.0).");
        assert_eq!(first_sentence("Only\none.\n\nOther"), "Only one.");
    }

    #[test]
    fn a_table_without_rows_is_nothing() {
        let mut out = String::new();
        table(&mut out, &["a"], &[]);
        assert_eq!(out, "");
    }
}
