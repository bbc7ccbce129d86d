//! What is found in the object of one row.

use std::borrow::Cow;

use crate::scim::listed::{PARTS, Part};
use crate::scim::quick::scan::{Scan, Unusual};
use crate::scim::quick::shape::{Place, Value, What};
use crate::scim::texts::Texts;

/// What was found so far.
#[derive(Default)]
pub(in crate::scim) struct Fields<'de> {
    pub(super) texts: [Option<Cow<'de, str>>; PARTS],
    pub(super) active: Option<bool>,
    pub(super) members: Texts,
    /// The mail address to be preferred among those that were seen, and its rank.
    mail: Option<(u8, Cow<'de, str>)>,
}

impl<'de> Fields<'de> {
    /// Reads a row.
    pub(super) fn read(&mut self, scan: &mut Scan<'de>, shape: Place) -> Result<(), Unusual> {
        *self = Self::default();
        self.object(scan, shape)?;
        if let Some((_, mail)) = self.mail.take() {
            self.keep(Part::Mail, mail);
        }
        Ok(())
    }

    fn object(&mut self, scan: &mut Scan<'de>, shape: Place) -> Result<(), Unusual> {
        let mut object = scan.object(shape)?;
        while let Some(Value { what, shape: inner }) = scan.key(&mut object)? {
            match (what, scan.peek()?) {
                (What::Text(part), b'"') => self.keep(part, scan.text()?),
                (What::Object(_), b'{') => self.object(scan, inner)?,
                (What::Active, b'"') => {
                    self.active = Some(truth(&scan.text()?).ok_or(Unusual)?);
                }
                (What::Active, b't' | b'f') => self.active = Some(scan.truth()?),
                (What::Active, b'n') => scan.skim(inner)?,
                // Neither true nor false is for someone to look at.
                (What::Active | What::Foreign, _) => return Err(Unusual),
                (What::Mails, b'[') => self.mails(scan, inner)?,
                (What::Members, b'[') => self.members(scan, inner)?,
                _ => scan.skim(inner)?,
            }
        }
        Ok(())
    }

    fn keep(&mut self, part: Part, text: Cow<'de, str>) {
        if let Some(slot) = self.texts.get_mut(part.place()) {
            *slot = Some(text);
        }
    }

    /// Mail addresses: objects, and where a server is that simple, texts.
    fn mails(&mut self, scan: &mut Scan<'de>, shape: Place) -> Result<(), Unusual> {
        let mut array = scan.array()?;
        while scan.element(&mut array)? {
            match scan.peek()? {
                b'{' => self.mail(scan, shape)?,
                b'"' => self.offer(2, scan.text()?),
                _ => scan.skim(shape)?,
            }
        }
        Ok(())
    }

    /// One mail address; the primary goes first, then the one for work.
    fn mail(&mut self, scan: &mut Scan<'de>, shape: Place) -> Result<(), Unusual> {
        let (mut value, mut is_work, mut is_primary) = (None, false, false);
        let mut object = scan.object(shape)?;
        while let Some(Value { what, shape: inner }) = scan.key(&mut object)? {
            match (what, scan.peek()?) {
                (What::MailValue, b'"') => value = Some(scan.text()?),
                (What::MailKind, b'"') => is_work = scan.text()?.eq_ignore_ascii_case("work"),
                (What::MailPrimary, b'"') => is_primary = truth(&scan.text()?) == Some(true),
                (What::MailPrimary, b't' | b'f') => is_primary = scan.truth()?,
                _ => scan.skim(inner)?,
            }
        }
        if let Some(value) = value {
            let rank = if is_primary { 0 } else { 2 - u8::from(is_work) };
            self.offer(rank, value);
        }
        Ok(())
    }

    fn offer(&mut self, rank: u8, value: Cow<'de, str>) {
        if self.mail.as_ref().is_none_or(|(best, _)| rank < *best) {
            self.mail = Some((rank, value));
        }
    }

    /// Members of a group; one without a `value` that is a text is passed over.
    fn members(&mut self, scan: &mut Scan<'de>, shape: Place) -> Result<(), Unusual> {
        let mut array = scan.array()?;
        while scan.element(&mut array)? {
            match scan.peek()? {
                b'{' => {
                    let mut object = scan.object(shape)?;
                    while let Some(Value { what, shape: inner }) = scan.key(&mut object)? {
                        match (what, scan.peek()?) {
                            (What::MemberValue, b'"') => drop(self.members.push(&scan.text()?)),
                            _ => scan.skim(inner)?,
                        }
                    }
                }
                b'"' => drop(self.members.push(&scan.text()?)),
                _ => scan.skim(shape)?,
            }
        }
        Ok(())
    }
}

fn truth(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") { Some(true) } else { is("false").then_some(false) }
}
