//! ASCII case and the `is…` predicates of `bytes`. Bytes of 128 and more have no case and no class.

/// `bytes.lower()`, in place.
pub fn lower(bytes: &mut [u8]) {
    bytes.make_ascii_lowercase();
}

/// `bytes.upper()`, in place.
pub fn upper(bytes: &mut [u8]) {
    bytes.make_ascii_uppercase();
}

/// `bytes.swapcase()`, in place.
pub fn swap_case(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|b| b.is_ascii_alphabetic()) {
        *byte ^= 0x20;
    }
}

/// `bytes.capitalize()`, in place.
pub fn capitalize(bytes: &mut [u8]) {
    if let [first, rest @ ..] = bytes {
        first.make_ascii_uppercase();
        rest.make_ascii_lowercase();
    }
}

/// `bytes.title()`, in place.
pub fn title(bytes: &mut [u8]) {
    let mut inside = false;
    for byte in bytes {
        if inside {
            byte.make_ascii_lowercase();
        } else {
            byte.make_ascii_uppercase();
        }
        inside = byte.is_ascii_alphabetic();
    }
}

/// A class that all bytes of a sequence that is not empty must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Letters and digits.
    Alnum,
    /// Letters.
    Alpha,
    /// Digits.
    Digit,
    /// White space.
    Space,
}

/// `isalnum`, `isalpha`, `isdigit` and `isspace`.
pub fn is_all(bytes: &[u8], class: Class) -> bool {
    let test: fn(&u8) -> bool = match class {
        Class::Alnum => u8::is_ascii_alphanumeric,
        Class::Alpha => u8::is_ascii_alphabetic,
        Class::Digit => u8::is_ascii_digit,
        Class::Space => |b| super::is_space(*b),
    };
    !bytes.is_empty() && bytes.iter().all(test)
}

/// `bytes.islower()`: a lower letter, and no upper one.
pub fn is_lower(bytes: &[u8]) -> bool {
    !bytes.iter().any(u8::is_ascii_uppercase) && bytes.iter().any(u8::is_ascii_lowercase)
}

/// `bytes.isupper()`: an upper letter, and no lower one.
pub fn is_upper(bytes: &[u8]) -> bool {
    !bytes.iter().any(u8::is_ascii_lowercase) && bytes.iter().any(u8::is_ascii_uppercase)
}

/// `bytes.istitle()`: every word starts with an upper letter and goes on with lower ones.
pub fn is_title(bytes: &[u8]) -> bool {
    let (mut inside, mut any) = (false, false);
    for byte in bytes {
        let wrong = if inside {
            byte.is_ascii_uppercase()
        } else {
            byte.is_ascii_lowercase()
        };
        if wrong {
            return false;
        }
        inside = byte.is_ascii_alphabetic();
        any |= inside;
    }
    any
}
