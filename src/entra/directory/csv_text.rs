//! CSV text as records (RFC 4180), strict about quotes: the csv crate reads an unclosed one to the end of the file and says
//! nothing.

use std::borrow::Cow;

use crate::entra::directory::problem::{FileProblem, line_breaks};

/// CSV text that is read record by record.
pub(super) struct CsvText<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    delimiter: u8,
    /// Whether the file says by itself what stands between fields.
    is_declared: bool,
}

/// What may stand between fields instead of a comma.
const GUESSED: [(u8, &str); 3] = [(b';', "semicolons"), (b'\t', "tabs"), (b'|', "vertical lines")];

/// A field of a record.
#[derive(Debug)]
pub(super) struct Field<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where it stands in the text.
    pub(super) start: usize,
}

impl<'a> CsvText<'a> {
    /// Begins with the header. The line `version:v1.0` that Entra's own templates begin with is passed over, and of a line
    /// `sep=;`, as spreadsheets write and obey it, the mark is taken.
    pub(super) fn new(text: &'a str) -> Self {
        let mut records = Self { text, at: 0, line: 1, delimiter: b',', is_declared: false };
        if text.starts_with("version:") {
            records.skip_line();
        }
        records.skip_empty_lines();
        if let Some(delimiter) = records.declared_delimiter() {
            records.delimiter = delimiter;
            records.is_declared = true;
            records.skip_line();
        } else {
            records.delimiter = records.guess_delimiter();
        }
        records
    }

    /// What stands between fields, where that was guessed and is no comma.
    pub(super) fn guessed(&self) -> Option<&'static str> {
        GUESSED
            .iter()
            .find(|(mark, _)| *mark == self.delimiter && !self.is_declared)
            .map(|(_, name)| *name)
    }

    /// The text, for the place of a problem.
    pub(super) const fn text(&self) -> &'a str {
        self.text
    }

    /// Reads the next record into `fields` and gives the line it begins on; none behind the last.
    pub(super) fn next(
        &mut self,
        fields: &mut Vec<Field<'a>>,
    ) -> Result<Option<usize>, FileProblem> {
        fields.clear();
        self.skip_empty_lines();
        if self.rest().is_empty() {
            return Ok(None);
        }
        let line = self.line;
        loop {
            let start = self.at;
            let text = if self.peek() == Some(b'"') {
                self.quoted()?
            } else {
                Cow::Borrowed(self.plain())
            };
            fields.push(Field { text, start });
            match self.peek() {
                Some(byte) if byte == self.delimiter => self.at += 1,
                Some(b'\r' | b'\n') => {
                    self.end_line();
                    return Ok(Some(line));
                }
                None => return Ok(Some(line)),
                Some(_) => {
                    return Err(FileProblem::at(
                        self.text,
                        self.at,
                        "There is text behind a closing quotation mark. Write a quotation mark inside of a field twice.",
                    ));
                }
            }
        }
    }

    /// The mark of a line `sep=;`.
    fn declared_delimiter(&self) -> Option<u8> {
        let (key, mark) = self.first_line().split_once('=')?;
        match mark.as_bytes() {
            [mark] if key.eq_ignore_ascii_case("sep") && *mark != b'"' && mark.is_ascii() => {
                Some(*mark)
            }
            _ => None,
        }
    }

    /// The mark that parts the names of the header: a comma, or what spreadsheets of other languages and scripts write.
    fn guess_delimiter(&self) -> u8 {
        let header = self.first_line();
        let count = |mark: u8| {
            let mut is_quoted = false;
            let plain = header.bytes().filter(|byte| {
                is_quoted ^= *byte == b'"';
                *byte == mark && !is_quoted
            });
            plain.count()
        };
        // Of several as frequent, the last counts.
        let marks = GUESSED.iter().rev().map(|(mark, _)| *mark).chain([b',']);
        marks.max_by_key(|mark| count(*mark)).unwrap_or(b',')
    }

    fn first_line(&self) -> &'a str {
        self.rest().split(['\n', '\r']).next().unwrap_or_default()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn end_line(&mut self) {
        let rest = self.rest();
        self.at += if rest.starts_with("\r\n") { 2 } else { 1 };
        self.line += 1;
    }

    fn skip_line(&mut self) {
        self.at +=
            memchr::memchr2(b'\n', b'\r', self.rest().as_bytes()).unwrap_or(self.rest().len());
    }

    fn skip_empty_lines(&mut self) {
        while matches!(self.peek(), Some(b'\r' | b'\n')) {
            self.end_line();
        }
    }

    fn plain(&mut self) -> &'a str {
        let rest = self.rest();
        let end = memchr::memchr3(self.delimiter, b'\n', b'\r', rest.as_bytes());
        let field = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        self.at += field.len();
        field
    }

    fn quoted(&mut self) -> Result<Cow<'a, str>, FileProblem> {
        let start = self.at;
        self.at += 1;
        let mut field = Cow::Borrowed("");
        loop {
            let rest = self.rest();
            let Some(end) = memchr::memchr(b'"', rest.as_bytes()) else {
                return Err(FileProblem::at(
                    self.text,
                    start,
                    "A quotation mark opens here and is never closed, so the rest of the file would be one field. Close or remove it.",
                ));
            };
            let part = rest.get(..end).unwrap_or_default();
            self.at += end + 1;
            self.line += line_breaks(part);
            if field.is_empty() {
                field = Cow::Borrowed(part);
            } else {
                field.to_mut().push_str(part);
            }
            if self.peek() != Some(b'"') {
                return Ok(field);
            }
            field.to_mut().push('"');
            self.at += 1;
        }
    }
}
