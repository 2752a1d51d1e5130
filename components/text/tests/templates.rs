//! Templates, against what CPython 3.12 does with the same ones.

use molt_text::Text;
use molt_text::template::fields::{FieldError, First, Numbering, Pieces, Step, read_name};
use molt_text::template::percent::{Arguments, PercentError, Reader};

/// The pieces and the steps of the names in a template, shown in one line.
fn show(template: &str) -> Result<String, FieldError> {
    let text = Text::from(template);
    let mut numbering = Numbering::default();
    let mut shown = String::new();
    for piece in Pieces::new(&text, 0..template.len()) {
        let piece = piece?;
        shown += &template[piece.literal];
        let Some(field) = piece.field else { continue };
        let (first, steps) = read_name(&text, field.name, &mut numbering)?;
        shown += &match first {
            First::Index(index) => format!("<{index}"),
            First::Name(name) => format!("<{}", &template[name]),
        };
        for step in steps {
            shown += &match step? {
                Step::Attribute(name) => format!(" .{}", &template[name]),
                Step::Key(key) => format!(" [{}]", &template[key]),
                Step::Index(index) => format!(" #{index}"),
            };
        }
        if let Some(conversion) = field.conversion {
            shown += &format!(" !{}", char::from_u32(conversion).unwrap_or('?'));
        }
        shown += &format!(
            " :{}{}>",
            &template[field.spec],
            if field.nested { " nested" } else { "" }
        );
    }
    Ok(shown)
}

#[test]
fn fields_are_read() {
    for (template, expected) in [
        ("", ""),
        ("{{}}", "{}"),
        ("a{{b", "a{b"),
        ("{}{}", "<0 :><1 :>"),
        ("{1}{0}", "<1 :><0 :>"),
        ("{!r}", "<0 !r :>"),
        ("{0.a[1][b].c!s:>{w}}x", "<0 .a #1 [b] .c !s :>{w} nested>x"),
        ("{\u{663}}", "<3 :>"),
        ("{[a]}", "<0 [a] :>"),
        ("{.a}", "<0 .a :>"),
        ("{a[b}c]}", "<a [b}c] :>"),
        ("{ 0}", "< 0 :>"),
        ("{a[-1]}", "<a [-1] :>"),
        ("{0!€:x}", "<0 !€ :x>"),
        ("{a.b]}", "<a .b] :>"),
        ("{:{{}}}", "<0 :{{}} nested>"),
    ] {
        assert_eq!(show(template).as_deref(), Ok(expected), "{template}");
    }
}

#[test]
fn wrong_fields_are_refused_as_cpython_does() {
    for (template, message) in [
        ("{", "Single '{' encountered in format string"),
        ("}", "Single '}' encountered in format string"),
        ("a}b", "Single '}' encountered in format string"),
        ("{{}", "Single '}' encountered in format string"),
        ("{:}}", "Single '}' encountered in format string"),
        ("{a", "expected '}' before end of string"),
        ("{[}", "expected '}' before end of string"),
        ("{0[a}", "expected '}' before end of string"),
        (
            "{a!",
            "end of string while looking for conversion specifier",
        ),
        ("{a!r", "unmatched '{' in format spec"),
        ("{0!}", "unmatched '{' in format spec"),
        ("{a:", "unmatched '{' in format spec"),
        ("{a:{b}", "unmatched '{' in format spec"),
        ("{a!rr}", "expected ':' after conversion specifier"),
        ("{a{b}", "unexpected '{' in field name"),
        (
            "{}{0}",
            "cannot switch from automatic field numbering to manual field specification",
        ),
        (
            "{0}{}",
            "cannot switch from manual field specification to automatic field numbering",
        ),
        (
            "{0[a]b}",
            "Only '.' or '[' may follow ']' in format field specifier",
        ),
        ("{0[]}", "Empty attribute in format string"),
        ("{0.}", "Empty attribute in format string"),
        ("{0..a}", "Empty attribute in format string"),
        (
            "{99999999999999999999}",
            "Too many decimal digits in format string",
        ),
        (
            "{0[99999999999999999999]}",
            "Too many decimal digits in format string",
        ),
    ] {
        assert_eq!(
            show(template).map_err(|error| error.to_string()),
            Err(message.to_owned()),
            "{template}"
        );
    }
}

/// Every `*` is the next of some numbers, and every key is written down.
#[derive(Default)]
struct Stars(Vec<i64>, String);

impl Arguments for Stars {
    type Error = PercentError;

    fn expect_mapping(&mut self) -> Result<(), PercentError> {
        Ok(())
    }

    fn select(&mut self, key: core::ops::Range<usize>) -> Result<(), PercentError> {
        self.1 += &format!("{key:?} ");
        Ok(())
    }

    fn width(&mut self) -> Result<i64, PercentError> {
        Ok(self.0.remove(0))
    }

    fn precision(&mut self) -> Result<i32, PercentError> {
        Ok(self.0.remove(0) as i32)
    }
}

fn show_percent(template: &str) -> Result<String, PercentError> {
    let mut reader = Reader::new(template.as_bytes());
    let mut stars = Stars(vec![-7, -3], String::new());
    let mut shown = String::new();
    while let Some((literal, more)) = reader.literal() {
        shown += &template[literal];
        if more {
            let c = reader.conversion(&mut stars)?;
            let flags = [
                (c.flags.left, '-'),
                (c.flags.sign, '+'),
                (c.flags.blank, ' '),
                (c.flags.alternate, '#'),
                (c.flags.zero, '0'),
            ];
            let flags = flags.iter().filter(|flag| flag.0).map(|flag| flag.1);
            let letter = template[c.at..].chars().next().unwrap_or('?');
            shown += &format!(
                "<{}{:?} {:?} {letter}>",
                flags.collect::<String>(),
                c.width,
                c.precision
            );
        }
    }
    Ok(stars.1 + &shown)
}

#[test]
fn conversions_are_read() {
    for (template, expected) in [
        ("", ""),
        ("100%% of %s", "100<None None %> of <None None s>"),
        ("%-+ #05.3f", "<-+ #0Some(5) Some(3) f>"),
        ("%*.*d", "<-Some(7) Some(0) d>"),
        ("%.d%ld%hi", "<None Some(0) d><None None d><None None i>"),
        ("%(a(b)c)s", "2..7 <None None s>"),
        ("%€!", "<None None €>!"),
    ] {
        assert_eq!(
            show_percent(template).as_deref(),
            Ok(expected),
            "{template}"
        );
    }
    for (template, error) in [
        ("%", PercentError::Incomplete),
        ("%-5.", PercentError::Incomplete),
        ("%l", PercentError::Incomplete),
        ("%(a", PercentError::IncompleteKey),
        ("%(a(b)", PercentError::IncompleteKey),
        ("%99999999999999999999d", PercentError::WidthTooBig),
        ("%.2147483648d", PercentError::PrecisionTooBig),
    ] {
        assert_eq!(show_percent(template), Err(error), "{template}");
    }
}
