//! Why parsing stopped: a reason and a place, two words wide, so that the happy path carries nothing. The sentence is made
//! when parsing is over.

use crate::error::{Error, ErrorKind};
use crate::options::MAX_INTEGER_DIGITS;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Fail {
    pub reason: Reason,
    pub at: usize,
}

pub(crate) type Step<T> = Result<T, Fail>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    // Here another byte, or the end of the input, stands where something else must.
    Value,
    KeyOrClose,
    Key,
    Colon,
    CommaOrBracket,
    CommaOrBrace,
    Literal(&'static str),
    Digit,
    LeadingZero,
    FractionDigit,
    ExponentDigit,
    HexDigit,
    Escape,
    /// Inside a string: a control character, or the end.
    StringByte,
    // These have a kind of their own.
    Utf8,
    Trailing,
    LoneHigh,
    LoneLow,
    DuplicateKey,
    FloatOverflow,
    NonFinite,
    Depth(u32),
    InputSize(u64),
    OutputSize(u64),
    IntegerDigits,
    Memory,
}

impl Fail {
    #[cold]
    pub(crate) fn new(reason: Reason, at: usize) -> Self {
        Self { reason, at }
    }

    /// The error for callers.
    pub(crate) fn into_error(self, input: &[u8]) -> Error {
        let kind = self.kind(input);
        Error::new(kind, self.at, self.message(input, kind))
    }

    fn kind(self, input: &[u8]) -> ErrorKind {
        match self.reason {
            Reason::Utf8 => ErrorKind::InvalidUtf8,
            Reason::Trailing => ErrorKind::TrailingData,
            Reason::LoneHigh | Reason::LoneLow => ErrorKind::LoneSurrogate,
            Reason::DuplicateKey => ErrorKind::DuplicateKey,
            Reason::FloatOverflow => ErrorKind::FloatOverflow,
            Reason::NonFinite => ErrorKind::NonFinite,
            Reason::Depth(_) => ErrorKind::DepthLimit,
            Reason::InputSize(_)
            | Reason::OutputSize(_)
            | Reason::IntegerDigits
            | Reason::Memory => ErrorKind::SizeLimit,
            _ if self.at >= input.len() => ErrorKind::UnexpectedEnd,
            _ if starts_no_character(&input[self.at..]) => ErrorKind::InvalidUtf8,
            _ => ErrorKind::UnexpectedByte,
        }
    }

    fn message(self, input: &[u8], kind: ErrorKind) -> String {
        match self.reason {
            Reason::Trailing => {
                return format!(
                    "the document is complete, but {} follows it",
                    found(input, self.at)
                );
            }
            Reason::LoneHigh => {
                return "a high surrogate escape without a low one after it: it has no UTF-8 form"
                    .into();
            }
            Reason::LoneLow => {
                return "a low surrogate escape without a high one before it: it has no UTF-8 form"
                    .into();
            }
            Reason::DuplicateKey => return "this key stands twice in its object".into(),
            Reason::FloatOverflow => {
                return "this number is beyond float 64; `float-overflow` can allow infinity"
                    .into();
            }
            Reason::NonFinite => {
                return "NaN and Infinity are not JSON; `non-finite` can allow them".into();
            }
            Reason::Depth(limit) => {
                return format!(
                    "nested deeper than the limit of {limit}; `max-depth` can raise it"
                );
            }
            Reason::InputSize(limit) => {
                return format!("the input is larger than the limit of {limit} bytes");
            }
            Reason::OutputSize(limit) => {
                return format!("the output is larger than the limit of {limit} bytes");
            }
            Reason::Memory => {
                return "there is not enough memory for this document: send less".into();
            }
            Reason::IntegerDigits => {
                return format!("an integer of more than {MAX_INTEGER_DIGITS} digits");
            }
            _ => {}
        }
        if kind == ErrorKind::InvalidUtf8 {
            return utf8_message(input, self.at);
        }
        if self.at == 0 && input.starts_with(b"\xEF\xBB\xBF") {
            return "the input starts with a byte order mark; remove these three bytes".into();
        }
        format!(
            "expected {}, found {}",
            self.expected(),
            found(input, self.at)
        )
    }

    fn expected(self) -> String {
        let words = match self.reason {
            Reason::KeyOrClose => "a key in double quotes or `}`",
            Reason::Key => "a key in double quotes",
            Reason::Colon => "`:` after the key",
            Reason::CommaOrBracket => "`,` or `]`",
            Reason::CommaOrBrace => "`,` or `}`",
            Reason::Literal(word) => return format!("the rest of `{word}`"),
            Reason::Digit => "a digit after `-`",
            Reason::LeadingZero => "no digit after a leading zero",
            Reason::FractionDigit => "a digit after the decimal point",
            Reason::ExponentDigit => "a digit in the exponent",
            Reason::HexDigit => "four hexadecimal digits after `\\u`",
            Reason::Escape => "one of `\"\\/bfnrtu` after the backslash",
            Reason::StringByte => "a closing `\"`, with control characters written as escapes",
            _ => "a value",
        };
        words.into()
    }
}

/// What stands at `at`, for people.
fn found(input: &[u8], at: usize) -> String {
    let Some(rest) = input.get(at..).filter(|rest| !rest.is_empty()) else {
        return "the end of the input".into();
    };
    let head = &rest[..rest.len().min(4)];
    match head
        .utf8_chunks()
        .next()
        .and_then(|chunk| chunk.valid().chars().next())
    {
        Some(character) if !character.is_control() => format!("`{character}`"),
        _ => format!("the byte 0x{:02X}", rest[0]),
    }
}

fn utf8_message(input: &[u8], at: usize) -> String {
    if at == 0 && (input.starts_with(b"\xFF\xFE") || input.starts_with(b"\xFE\xFF")) {
        return "the input looks like UTF-16; JSON is UTF-8".into();
    }
    format!("0x{:02X} starts no valid UTF-8 sequence here", input[at])
}

/// Whether `rest` starts with bytes that no further ones could make a character.
fn starts_no_character(rest: &[u8]) -> bool {
    match std::str::from_utf8(&rest[..rest.len().min(4)]) {
        Ok(_) => false,
        Err(error) => error.valid_up_to() == 0 && error.error_len().is_some(),
    }
}
