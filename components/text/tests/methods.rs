//! The methods of str against calls that CPython 3.12 answered (data/str_methods.py).

use molt_text::{Bounds, Ends, Shown, Text};

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Text(Text),
    Integer(i64),
    None,
    Truth(bool),
    Texts(Vec<Text>),
    Error(String),
}

fn text(escaped: &str) -> Text {
    let mut pieces = escaped.split("\\{");
    let mut code_points: Vec<u32> = pieces
        .next()
        .into_iter()
        .flat_map(str::chars)
        .map(u32::from)
        .collect();
    for piece in pieces {
        let (hex, plain) = piece.split_once('}').expect("an escape has an end");
        code_points.push(u32::from_str_radix(hex, 16).expect("an escape is hexadecimal"));
        code_points.extend(plain.chars().map(u32::from));
    }
    Text::from_code_points(code_points).expect("code points are small")
}

fn value(word: &str) -> Value {
    let (kind, rest) = word.split_at(1);
    match kind {
        "s" => Value::Text(text(rest)),
        "i" => Value::Integer(rest.parse().expect("an integer")),
        "n" => Value::None,
        "b" => Value::Truth(rest == "1"),
        "l" if rest.is_empty() => Value::Texts(Vec::new()),
        "l" => Value::Texts(rest.split(',').map(|item| text(&item[1..])).collect()),
        "e" => Value::Error(rest.to_owned()),
        _ => panic!("what is {word}?"),
    }
}

struct Call {
    own: Text,
    arguments: Vec<Value>,
}

impl Call {
    fn text(&self, index: usize) -> &Text {
        match &self.arguments[index] {
            Value::Text(text) => text,
            other => panic!("{other:?} is not a text"),
        }
    }

    fn optional(&self, index: usize) -> Option<&Text> {
        match &self.arguments[index] {
            Value::None => None,
            _ => Some(self.text(index)),
        }
    }

    fn index(&self, index: usize) -> Option<i64> {
        match &self.arguments[index] {
            Value::None => None,
            Value::Integer(integer) => Some(*integer),
            other => panic!("{other:?} is not an integer"),
        }
    }

    fn integer(&self, index: usize) -> i64 {
        self.index(index).expect("an integer")
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            start: self.index(1).unwrap_or(0),
            end: self.index(2).unwrap_or(i64::MAX),
        }
    }

    fn fill(&self) -> u32 {
        self.text(1).get(0).expect("a character")
    }

    fn answer(&self, method: &str) -> Value {
        self.predicate(method)
            .map(Value::Truth)
            .or_else(|| {
                self.texts(method)
                    .map(|texts| texts.map_or(Value::Error("ValueError".into()), Value::Texts))
            })
            .or_else(|| {
                self.number(method)
                    .map(|index| Value::Integer(index.map_or(-1, |index| index as i64)))
            })
            .unwrap_or_else(|| {
                self.transformed(method)
                    .map_or(Value::Error("ValueError".into()), Value::Text)
            })
    }

    fn predicate(&self, method: &str) -> Option<bool> {
        let own = &self.own;
        Some(match method {
            "isalpha" => own.is_alpha(),
            "isalnum" => own.is_alphanumeric(),
            "isdecimal" => own.is_decimal(),
            "isdigit" => own.is_digit(),
            "isnumeric" => own.is_numeric(),
            "isspace" => own.is_space(),
            "isprintable" => own.is_printable(),
            "isidentifier" => own.is_identifier(),
            "islower" => own.is_lower(),
            "isupper" => own.is_upper(),
            "istitle" => own.is_title(),
            "isascii" => own.is_ascii(),
            "startswith" => own.starts_with(self.text(0), self.bounds()),
            "endswith" => own.ends_with(self.text(0), self.bounds()),
            _ => return None,
        })
    }

    fn number(&self, method: &str) -> Option<Option<usize>> {
        Some(match method {
            "find" => self.own.find(self.text(0), self.bounds()),
            "rfind" => self.own.rfind(self.text(0), self.bounds()),
            "count" => Some(self.own.count(self.text(0), self.bounds())),
            _ => return None,
        })
    }

    fn texts(&self, method: &str) -> Option<Option<Vec<Text>>> {
        let own = &self.own;
        Some(match method {
            "split" => own.split(self.optional(0), self.integer(1), |part| part),
            "rsplit" => own.rsplit(self.optional(0), self.integer(1), |part| part),
            "splitlines" => Some(own.split_lines(self.arguments[0] == Value::Truth(true))),
            "partition" => Some(match own.partition(self.text(0)) {
                Some((before, after)) => vec![before, self.text(0).clone(), after],
                None => vec![own.clone(), Text::default(), Text::default()],
            }),
            "rpartition" => Some(match own.rpartition(self.text(0)) {
                Some((before, after)) => vec![before, self.text(0).clone(), after],
                None => vec![Text::default(), Text::default(), own.clone()],
            }),
            _ => return None,
        })
    }

    fn transformed(&self, method: &str) -> Option<Text> {
        let own = &self.own;
        match method {
            "upper" => Some(own.upper()),
            "lower" => Some(own.lower()),
            "casefold" => Some(own.casefold()),
            "title" => Some(own.title()),
            "capitalize" => Some(own.capitalize()),
            "swapcase" => Some(own.swapcase()),
            "repr" => own.quoted(Shown::Printable).ok(),
            "ascii" => own.quoted(Shown::Ascii).ok(),
            "removeprefix" => Some(own.remove_prefix(self.text(0))),
            "removesuffix" => Some(own.remove_suffix(self.text(0))),
            "strip" => Some(own.strip(self.optional(0), Ends::Both)),
            "lstrip" => Some(own.strip(self.optional(0), Ends::Left)),
            "rstrip" => Some(own.strip(self.optional(0), Ends::Right)),
            "replace" => own
                .replace(self.text(0), self.text(1), self.integer(2))
                .ok(),
            "center" => own.center(self.integer(0), self.fill()).ok(),
            "ljust" => own.ljust(self.integer(0), self.fill()).ok(),
            "rjust" => own.rjust(self.integer(0), self.fill()).ok(),
            "zfill" => own.zfill(self.integer(0)).ok(),
            "expandtabs" => own.expand_tabs(self.integer(0)).ok(),
            "slice" => own.slice(self.index(0), self.index(1), self.index(2)),
            _ => panic!("what is {method}?"),
        }
    }
}

#[test]
fn methods_answer_as_cpython_does() {
    let mut wrong = 0;
    let lines = include_str!("data/str_methods.txt");
    for line in lines.lines() {
        let mut words: Vec<&str> = line.split(' ').collect();
        let method = words.remove(0);
        let mut values: Vec<Value> = words.into_iter().map(value).collect();
        let expected = values.pop().expect("a result");
        let Value::Text(own) = values.remove(0) else {
            panic!("{line} is no call of a text")
        };
        let answer = Call {
            own,
            arguments: values,
        }
        .answer(method);
        if answer != expected {
            eprintln!("{line}\n  gives {answer:?}");
            wrong += 1;
        }
    }
    assert!(lines.lines().count() >= 1500);
    assert_eq!(wrong, 0, "calls have another answer than in CPython");
}
