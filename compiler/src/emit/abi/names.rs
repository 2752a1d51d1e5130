//! Names in WIT.

/// A Python name in WIT: words of small letters and digits with hyphens between. `None` when nothing is left of it.
///
/// ```text
/// parse_line -> parse-line    parseLine -> parse-line    _f2 -> f2    x_2 -> x2
/// ```
pub fn kebab(name: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_small = false;
    let mut new_word = true;
    for letter in name.chars() {
        if !letter.is_ascii_alphanumeric() {
            if letter != '_' {
                return None;
            }
            new_word = true;
            continue;
        }
        new_word |= letter.is_ascii_uppercase() && was_small;
        // A word starts with a letter: digits stay with the word before.
        if words.is_empty() || (new_word && letter.is_ascii_alphabetic()) {
            if letter.is_ascii_digit() {
                return None;
            }
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(letter.to_ascii_lowercase());
        }
        new_word = false;
        was_small = letter.is_ascii_lowercase();
    }
    (!words.is_empty()).then(|| words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_names_become_wit_names() {
        let cases = [
            ("parse_line", Some("parse-line")),
            ("parseLine", Some("parse-line")),
            ("_f2", Some("f2")),
            ("x_2", Some("x2")),
            ("HTTPGet", Some("httpget")),
            ("a__b_", Some("a-b")),
            ("_", None),
            ("größe", None),
        ];
        for (name, expected) in cases {
            assert_eq!(kebab(name).as_deref(), expected, "{name}");
        }
    }
}
