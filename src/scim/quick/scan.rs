//! Goes through JSON text value by value without building anything of it, as strict as the thorough reader.

use std::borrow::Cow;

use crate::limits;
use crate::scim::quick::shape::{Open, Place, Shapes, Table, Value};

/// Says nothing: the thorough reader finds the words.
pub(super) struct Unusual;

/// An integer of so many digits fits 64 bits, with a sign or without.
const DIGITS: usize = 18;

/// A text that is gone through.
pub(super) struct Scan<'de> {
    text: &'de str,
    at: usize,
    /// How many arrays and objects are open.
    depth: usize,
    shapes: Shapes<'de>,
}

/// Whether something in a text stands for something else.
#[derive(Clone, Copy)]
enum Escapes {
    None,
    Some,
}

/// An array that is open.
pub(super) struct OpenArray {
    is_begun: bool,
}

impl<'de> Scan<'de> {
    pub(super) fn new(text: &'de str, rows: Table) -> Self {
        Self { text, at: 0, depth: 0, shapes: Shapes::new(rows) }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self, at: usize) -> &'de [u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    /// What the next value or sign begins with.
    pub(super) fn peek(&mut self) -> Result<u8, Unusual> {
        while let Some(byte) = self.byte() {
            if byte > b' ' {
                return Ok(byte);
            }
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                break;
            }
            self.at += 1;
        }
        Err(Unusual)
    }

    fn take(&mut self, sign: u8) -> Result<(), Unusual> {
        if self.peek()? != sign {
            return Err(Unusual);
        }
        self.at += 1;
        Ok(())
    }

    /// The text is over.
    pub(super) fn end(&mut self) -> Result<(), Unusual> {
        let rest = self.rest(self.at);
        let is_blank = rest.iter().all(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        if is_blank { Ok(()) } else { Err(Unusual) }
    }

    /// Opens the page itself.
    pub(super) fn page(&mut self) -> Result<Open, Unusual> {
        self.object(0)
    }

    /// Opens an object.
    pub(super) fn object(&mut self, shape: Place) -> Result<Open, Unusual> {
        self.open(b'{')?;
        Ok(Open::of(shape))
    }

    /// Opens an array.
    pub(super) fn array(&mut self) -> Result<OpenArray, Unusual> {
        self.open(b'[')?;
        Ok(OpenArray { is_begun: false })
    }

    fn open(&mut self, sign: u8) -> Result<(), Unusual> {
        if self.depth == limits::JSON_DEPTH {
            return Err(Unusual);
        }
        self.depth += 1;
        self.take(sign)
    }

    /// Goes to the next key; `None` where the object ends.
    pub(super) fn key(&mut self, object: &mut Open) -> Result<Option<Value>, Unusual> {
        if !self.goes_on(&mut object.is_begun, b'}')? {
            return Ok(None);
        }
        if self.byte() != Some(b'"') {
            return Err(Unusual);
        }
        let found = self.shapes.find(object, self.rest(self.at + 1))?;
        let value = if let Some((length, value)) = found {
            self.at += length + 2;
            value
        } else {
            // A key with an escape is unusual.
            let Cow::Borrowed(key) = self.text()? else { return Err(Unusual) };
            self.shapes.learn(object, key)?
        };
        self.take(b':')?;
        Ok(Some(value))
    }

    /// Goes to the next element; says whether there is one.
    pub(super) fn element(&mut self, array: &mut OpenArray) -> Result<bool, Unusual> {
        self.goes_on(&mut array.is_begun, b']')
    }

    fn goes_on(&mut self, is_begun: &mut bool, end: u8) -> Result<bool, Unusual> {
        let next = self.peek()?;
        if next == end {
            self.at += 1;
            self.depth -= 1;
            return Ok(false);
        }
        if std::mem::replace(is_begun, true) {
            self.take(b',')?;
            // Nothing but another one may follow.
            if self.peek()? == end {
                return Err(Unusual);
            }
        }
        Ok(true)
    }

    /// A text.
    #[inline]
    pub(super) fn text(&mut self) -> Result<Cow<'de, str>, Unusual> {
        self.peek()?;
        let start = self.at + 1;
        match self.pass_text()? {
            Escapes::None => self.text.get(start..self.at - 1).map(Cow::Borrowed).ok_or(Unusual),
            Escapes::Some => self.unescaped(start - 1).map(Cow::Owned),
        }
    }

    /// Passes over a text, quotes included.
    fn pass_text(&mut self) -> Result<Escapes, Unusual> {
        self.take(b'"')?;
        let mut escapes = Escapes::None;
        loop {
            self.at += plain_length(self.rest(self.at));
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escapes = Escapes::Some;
                    self.at += 2;
                }
                // A raw control character, or the end.
                _ => return Err(Unusual),
            }
        }
        self.at += 1;
        Ok(escapes)
    }

    /// What the quoted text means that began at `start` and was passed over.
    #[cold]
    fn unescaped(&self, start: usize) -> Result<String, Unusual> {
        let quoted = self.text.get(start..self.at).ok_or(Unusual)?;
        serde_json::from_str(quoted).map_err(|_error| Unusual)
    }

    /// A truth value.
    pub(super) fn truth(&mut self) -> Result<bool, Unusual> {
        let truth = self.peek()? == b't';
        self.word(if truth { "true" } else { "false" })?;
        Ok(truth)
    }

    fn word(&mut self, word: &str) -> Result<(), Unusual> {
        if !self.rest(self.at).starts_with(word.as_bytes()) {
            return Err(Unusual);
        }
        self.at += word.len();
        Ok(())
    }

    /// A whole number from 0 on.
    pub(super) fn number(&mut self) -> Result<u64, Unusual> {
        self.peek()?;
        self.digits()?.parse().map_err(|_error| Unusual)
    }

    /// Everything of a number, which is checked as far as others will not.
    fn digits(&mut self) -> Result<&'de str, Unusual> {
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = self.rest(self.at).iter().take_while(|byte| is_part(byte)).count();
        let text = self.text.get(self.at..self.at + length).ok_or(Unusual)?;
        self.at += length;
        let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
        let is_integer = digits.iter().all(u8::is_ascii_digit);
        let is_short = matches!(digits, [b'0'] | [b'1'..=b'9', ..]) && digits.len() <= DIGITS;
        // What is no short integer may be rounded, and must not be large.
        let is_small = || serde_json::from_str(text).is_ok_and(|value: f64| value.abs() < 1e15);
        if is_integer && is_short || is_small() { Ok(text) } else { Err(Unusual) }
    }

    /// Passes over a value of any kind; `shape` is that of the objects in it.
    pub(super) fn skim(&mut self, shape: Place) -> Result<(), Unusual> {
        match self.peek()? {
            b'"' => {
                let start = self.at;
                match self.pass_text()? {
                    Escapes::None => Ok(()),
                    // They have to be sound as well.
                    Escapes::Some => self.unescaped(start).map(drop),
                }
            }
            b'{' => {
                let mut object = self.object(shape)?;
                while let Some(value) = self.key(&mut object)? {
                    self.skim(value.shape)?;
                }
                Ok(())
            }
            b'[' => {
                let mut array = self.array()?;
                while self.element(&mut array)? {
                    self.skim(shape)?;
                }
                Ok(())
            }
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.digits().map(drop),
        }
    }
}

/// How many bytes there are before a quote, a backslash or a control character.
fn plain_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    let mut rest = bytes;
    // Eight bytes at once: the highest bit of each byte is set where the byte is to be found, and perhaps above such a one.
    while let Some((eight, others)) = rest.split_first_chunk() {
        const ONES: u64 = u64::from_ne_bytes([1; 8]);
        let word = u64::from_le_bytes(*eight);
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let quote = zero(word ^ (ONES * u64::from(b'"')));
        let backslash = zero(word ^ (ONES * u64::from(b'\\')));
        let control = word.wrapping_sub(ONES * u64::from(b' ')) & !word;
        let found = (quote | backslash | control) & (ONES << 7);
        if found != 0 {
            return length + found.trailing_zeros() as usize / 8;
        }
        length += 8;
        rest = others;
    }
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..b' ');
    length + rest.iter().take_while(is_plain).count()
}
