//! Tags that the pivot has a form for, and the content that a tag can have (RFC 8949, section 3.4; RFC 9581).

use crate::decode::{Decoder, Step, float, join_bytes, join_text, utf8};
use crate::head::{ARRAY, BREAK, BYTES, Cursor, Head, MAP, NEGATIVE, SIMPLE, TAG, TEXT, UNSIGNED};
use molt_pivot::ext::{self, Timestamp};
use molt_pivot::{Error, ErrorKind, Writer, bigint};

pub(crate) const DATE_TIME: u64 = 0;
pub(crate) const EPOCH: u64 = 1;
pub(crate) const POSITIVE_BIGNUM: u64 = 2;
pub(crate) const NEGATIVE_BIGNUM: u64 = 3;
pub(crate) const DECIMAL: u64 = 4;
const BIGFLOAT: u64 = 5;
const ENCODED_CBOR: u64 = 24;
/// Time with nanoseconds: RFC 9581.
pub(crate) const EXTENDED_TIME: u64 = 1001;

/// An integer of any size.
pub(crate) enum Integer {
    /// 0 ..= 2^64-1.
    Unsigned(u64),
    /// -1 minus this.
    Negative(u64),
    /// Beyond both: two's complement, minimal.
    Big(Vec<u8>),
}

impl Integer {
    /// The integer that is `n`, or -1 - `n`; `n` is big-endian.
    pub(crate) fn of(negative: bool, n: &[u8]) -> Integer {
        match (bigint::to_small(false, n), negative) {
            (Some(bigint::Small::Uint(n)), false) => Integer::Unsigned(n),
            (Some(bigint::Small::Uint(n)), true) => Integer::Negative(n),
            _ => Integer::Big(bigint::from_unsigned(negative, n)),
        }
    }

    /// Writes it to the pivot.
    pub(crate) fn write(&self, writer: &mut Writer) {
        match self {
            Integer::Unsigned(value) => writer.uint(*value),
            Integer::Negative(n) if *n <= i64::MAX as u64 => writer.int(!(*n as i64)),
            Integer::Negative(n) => {
                let payload = bigint::from_unsigned(true, &n.to_be_bytes());
                writer.ext(ext::BIGINT, &payload);
            }
            Integer::Big(payload) => writer.ext(ext::BIGINT, payload),
        }
    }
}

/// Goes on after the head of a tag, which started at `start`.
pub(crate) fn tag(decoder: &mut Decoder, start: usize, number: u64) -> Result<Step, Error> {
    // What has a form of its own in the pivot is read on a copy, which is kept if it has.
    let mut at = decoder.at.clone();
    match number {
        EPOCH => match epoch(&mut at)? {
            Some(time) => decoder.writer.timestamp(time),
            None => return decoder.open_tag(start, number),
        },
        POSITIVE_BIGNUM | NEGATIVE_BIGNUM => bignum(&mut at, number)?.write(&mut decoder.writer),
        DECIMAL => {
            let (exponent, mantissa) = fraction(&mut at)?;
            let mark = decoder.writer.begin_ext(ext::DECIMAL);
            decoder.writer.array(2);
            exponent.write(&mut decoder.writer);
            mantissa.write(&mut decoder.writer);
            decoder.writer.end_ext(mark);
        }
        EXTENDED_TIME => match extended_time(&mut at) {
            Some(time) => decoder.writer.timestamp(time),
            None => return decoder.open_tag(start, number),
        },
        _ => {
            check_content(number, &mut at)?;
            return decoder.open_tag(start, number);
        }
    }
    decoder.at = at;
    Ok(Step::Whole)
}

/// Checks that a tag can have the content that comes next; what is inside the content is not looked at for its own sake.
///
/// # Errors
/// `Invalid` at the content, and what is wrong with the bytes as far as they are looked at.
pub(crate) fn check_content(number: u64, at: &mut Cursor) -> Result<(), Error> {
    match number {
        DATE_TIME => check_date_time(at),
        EPOCH => epoch(at).map(|_| ()),
        POSITIVE_BIGNUM | NEGATIVE_BIGNUM => bignum(at, number).map(|_| ()),
        DECIMAL | BIGFLOAT => fraction(at).map(|_| ()),
        ENCODED_CBOR => expect(at, BYTES, "tag 24 is for a byte string").map(|_| ()),
        // URI, base64url, base64, MIME message.
        32 | 33 | 34 | 36 => {
            let rule = "tags 32, 33, 34 and 36 are for a text string";
            expect(at, TEXT, rule).map(|_| ())
        }
        _ => Ok(()),
    }
}

#[cold]
fn wrong(offset: usize, text: &'static str) -> Error {
    Error::new(ErrorKind::Invalid, offset, text)
}

fn expect(at: &mut Cursor, major: u8, text: &'static str) -> Result<Head, Error> {
    let start = at.position;
    let head = at.head()?;
    if head.major == major {
        Ok(head)
    } else {
        Err(wrong(start, text))
    }
}

fn check_date_time(at: &mut Cursor) -> Result<(), Error> {
    let start = at.position;
    let rule = "tag 0 is for a text string with a date and time as in RFC 3339";
    let head = expect(at, TEXT, rule)?;
    let mut joined = String::new();
    let text = if head.is_indefinite() {
        join_text(at, &mut joined)?;
        joined.as_str()
    } else {
        let bytes = at.slice(head.argument)?;
        utf8(bytes, at.position - bytes.len())?
    };
    match is_date_time(text.as_bytes()) {
        true => Ok(()),
        false => Err(wrong(start, rule)),
    }
}

/// `2013-03-21T20:04:00.5+01:00`: RFC 3339, with upper-case T and Z as RFC 4287 demands.
fn is_date_time(text: &[u8]) -> bool {
    let Some((fixed, rest)) = text.split_first_chunk::<19>() else {
        return false;
    };
    let number = |from: usize, to: usize| {
        let digits = &fixed[from..to];
        digits.iter().all(u8::is_ascii_digit).then(|| {
            digits
                .iter()
                .fold(0, |value, digit| value * 10 + u32::from(digit - b'0'))
        })
    };
    let punctuation = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else {
        return false;
    };
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    let fraction = match rest.split_first() {
        Some((b'.', digits)) => {
            1 + digits
                .iter()
                .take_while(|digit| digit.is_ascii_digit())
                .count()
        }
        _ => 0,
    };
    (1..=days).contains(&day)
        && punctuation
            .iter()
            .all(|(index, byte)| fixed[*index] == *byte)
        && number(11, 13).is_some_and(|hour| hour < 24)
        && number(14, 16).is_some_and(|minute| minute < 60)
        && number(17, 19).is_some_and(|second| second <= 60)
        && fraction != 1
        && is_zone(&rest[fraction..])
}

fn is_zone(zone: &[u8]) -> bool {
    match *zone {
        [b'Z'] => true,
        [
            b'+' | b'-',
            a @ b'0'..=b'2',
            b @ b'0'..=b'9',
            b':',
            b'0'..=b'5',
            b'0'..=b'9',
        ] => a < b'2' || b < b'4',
        _ => false,
    }
}

/// The content of tag 1 as a timestamp; `None` when it is not exactly one.
fn epoch(at: &mut Cursor) -> Result<Option<Timestamp>, Error> {
    let start = at.position;
    let head = at.head()?;
    Ok(match (head.major, head.info) {
        (UNSIGNED | NEGATIVE, _) => seconds(head).map(|seconds| Timestamp {
            seconds,
            nanoseconds: 0,
        }),
        (SIMPLE, 25..=27) => from_float(float(head)),
        _ => {
            return Err(wrong(
                start,
                "tag 1 is for an integer or a float, not a bignum or other",
            ));
        }
    })
}

fn seconds(head: Head) -> Option<i64> {
    let value = i64::try_from(head.argument).ok()?;
    match head.major {
        UNSIGNED => Some(value),
        NEGATIVE => Some(!value),
        _ => None,
    }
}

/// A nanosecond is 5^-9 of 2^-9 seconds: exactly the multiples of 2^-9 seconds are whole nanoseconds and binary fractions.
const FRACTIONS: i128 = 512;
const NANOSECONDS_A_FRACTION: u32 = 1_953_125;

fn from_float(value: f64) -> Option<Timestamp> {
    let scaled = value * FRACTIONS as f64;
    // The cast saturates, so what is too large (or NaN) does not come back the same.
    let whole = scaled as i128;
    if whole as f64 != scaled {
        return None;
    }
    Some(Timestamp {
        seconds: whole.div_euclid(FRACTIONS).try_into().ok()?,
        nanoseconds: whole.rem_euclid(FRACTIONS) as u32 * NANOSECONDS_A_FRACTION,
    })
}

/// The seconds of a timestamp as a float, if one has exactly that value.
pub(crate) fn to_float(time: Timestamp) -> Option<f64> {
    if !time.nanoseconds.is_multiple_of(NANOSECONDS_A_FRACTION) {
        return None;
    }
    let fractions = i128::from(time.nanoseconds / NANOSECONDS_A_FRACTION);
    let value = (i128::from(time.seconds) * FRACTIONS + fractions) as f64 / FRACTIONS as f64;
    (from_float(value) == Some(time)).then_some(value)
}

/// The content of tag 1001 when it is seconds (key 1) and nanoseconds (key -9) and nothing else.
fn extended_time(at: &mut Cursor) -> Option<Timestamp> {
    let map = at.head().ok().filter(|head| head.major == MAP)?;
    if !map.is_indefinite() && map.argument != 2 {
        return None;
    }
    let (mut whole, mut nanoseconds) = (None, None);
    for _ in 0..2 {
        let (key, value) = (at.head().ok()?, at.head().ok()?);
        match seconds(key)? {
            1 if matches!(key.major, UNSIGNED | NEGATIVE) => whole = seconds(value),
            -9 if value.major == UNSIGNED => nanoseconds = u32::try_from(value.argument).ok(),
            _ => return None,
        }
    }
    if map.is_indefinite() {
        at.take::<1>().ok().filter(|byte| *byte == [BREAK])?;
    }
    let time = Timestamp {
        seconds: whole?,
        nanoseconds: nanoseconds?,
    };
    (time.nanoseconds <= 999_999_999).then_some(time)
}

/// The content of tag 2 or 3.
fn bignum(at: &mut Cursor, tag: u64) -> Result<Integer, Error> {
    let head = expect(at, BYTES, "tags 2 and 3 (bignums) are for a byte string")?;
    let mut joined = Vec::new();
    let n = if head.is_indefinite() {
        join_bytes(at, &mut joined)?;
        joined.as_slice()
    } else {
        at.slice(head.argument)?
    };
    Ok(Integer::of(tag == NEGATIVE_BIGNUM, n))
}

/// The content of tag 4 or 5: exponent and mantissa.
fn fraction(at: &mut Cursor) -> Result<(Integer, Integer), Error> {
    let rule =
        "tags 4 and 5 are for an array of an integer (the exponent) and an integer or bignum";
    let start = at.position;
    let array = expect(at, ARRAY, rule)?;
    if !array.is_indefinite() && array.argument != 2 {
        return Err(wrong(start, rule));
    }
    let place = at.position;
    let exponent = integer(at.head()?).ok_or_else(|| wrong(place, rule))?;
    let place = at.position;
    let head = at.head()?;
    let mantissa = match (head.major, head.argument) {
        (TAG, number @ (POSITIVE_BIGNUM | NEGATIVE_BIGNUM)) => bignum(at, number)?,
        _ => integer(head).ok_or_else(|| wrong(place, rule))?,
    };
    if array.is_indefinite() {
        let place = at.position;
        if at.take::<1>()? != [BREAK] {
            return Err(wrong(place, rule));
        }
    }
    Ok((exponent, mantissa))
}

fn integer(head: Head) -> Option<Integer> {
    match head.major {
        UNSIGNED => Some(Integer::Unsigned(head.argument)),
        NEGATIVE => Some(Integer::Negative(head.argument)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_are_those_of_rfc_3339() {
        for right in [
            "2013-03-21T20:04:00Z",
            "1985-04-12T23:20:50.52Z",
            "1996-12-19T16:39:57-08:00",
            "1990-12-31T23:59:60Z",
            "2000-02-29T00:00:00+23:59",
        ] {
            assert!(is_date_time(right.as_bytes()), "{right}");
        }
        for wrong in [
            "",
            "2013-03-21",
            "2013-03-21 20:04:00Z",
            "2013-03-21T20:04:00",
            "2013-03-21T20:04:00.Z",
            "2013-03-21t20:04:00z",
            "2013-13-21T20:04:00Z",
            "2013-02-29T20:04:00Z",
            "1900-02-29T20:04:00Z",
            "2013-03-21T24:04:00Z",
            "2013-03-21T20:04:00+24:00",
            "2013-03-21T20:04:00Z ",
            "2013-03-2!T20:04:00Z",
        ] {
            assert!(!is_date_time(wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    fn times_as_floats_come_back() {
        for (seconds, nanoseconds) in [(0, 500_000_000), (-1, 1_953_125), (1 << 43, 998_046_875)] {
            let time = Timestamp {
                seconds,
                nanoseconds,
            };
            assert_eq!(to_float(time).and_then(from_float), Some(time));
        }
        for (seconds, nanoseconds) in [(0, 1), (1 << 50, 1_953_125), (i64::MAX, 0)] {
            let time = Timestamp {
                seconds,
                nanoseconds,
            };
            assert_eq!(to_float(time), None);
        }
        for value in [f64::NAN, f64::INFINITY, 1e300, -1e300, 0.1, 9.3e18] {
            assert_eq!(from_float(value), None, "{value}");
        }
        let quarter = Timestamp {
            seconds: -1,
            nanoseconds: 750_000_000,
        };
        assert_eq!(from_float(-0.25), Some(quarter));
    }
}
