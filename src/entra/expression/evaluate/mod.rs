//! What an expression comes to for one person: every function of the language on typed values.
//!
//! Arguments are evaluated from left to right and all of them, also those that a choice does not need: an error in one
//! is the error of the whole, as in Entra (facts: practitioner's page on provisioning expressions, 2026), but for `Error`
//! itself. Positions and lengths count UTF-16 units, as .NET does.
//!
//! Millions of evaluations make a preview, so a [`Run`] allocates nothing where nothing fails: what the person has stands in a
//! slice by the places of the attributes, values are references ([`ValueRef`]), texts are made in an [`Arena`] that the next
//! people get again, and an error is behind a pointer. What is usual is evaluated for many people at once ([`columns`]). A trace
//! is the same run with a tracer.
//!
//! # Undocumented corners
//!
//! No page says what Entra does here; each was decided once. A trace names those it met as [`Corner`]s.
//!
//! | corner | decision | why |
//! |---|---|---|
//! | null into Append, `CDate`, Prepend, Mid, `ToLower`, `ToUpper`, `PCase`, `Replace`, `Split`, … | null comes out | nothing to send is the harmless reading: Entra clears nothing |
//! | null suffix of Append, null separator | as empty text | there is nothing to add |
//! | null or empty in the condition of IIF | the whole expression fails | "the check fails"; were it false, `IIF(IsPresent([x]),[x],"Other")` would work and not be listed as unsupported. Switch, Coalesce, Join, Replace and inner IIFs say what an empty value becomes, so they are let through |
//! | null compared in `CBool` | equals empty text | the key `""` of Switch takes both |
//! | null source of Switch | matches the key `""` | the page recommends that key to find absent values |
//! | numbers against texts | as numbers where `<` or `>` stand and both are numbers; `=` compares texts | `Len([x])="10"` is in use |
//! | order of texts | by code unit | ordinal, as `Switch` and `Replace` compare |
//! | `Error` that IIF, Switch or Coalesce do not choose | stops nothing | the documented example asks for a name that others have |
//! | null among values of Join | skipped | empty text is (documented example) |
//! | cut inside a character beyond U+FFFF | the half becomes U+FFFD | what .NET writes of a lone half in UTF-8 |
//! | `InStr` without a way to compare | exact | the default of Visual Basic .NET |
//! | start below 1 in Mid, `InStr`; negative length in Mid | fails | Visual Basic .NET throws |
//! | start behind the end | nothing, or 0 | Visual Basic .NET |
//! | Count, Item, Contains, `RemoveDuplicates` of one value | a list of one; null is a list of none | the target type is not known to the function |
//! | several values where one is wanted | not evaluated here | never guessed |
//! | Word: delimiters side by side | words are never empty | "string of characters separated by" |
//! | Split: spaces around values, empty values | trimmed, left out | the printed example; an empty value is not sent |
//! | Split: delimiter of several characters | one delimiter | as written |
//! | order after `RemoveDuplicates` | first appearance | |
//! | letters outside the table of `NormalizeDiacritics` | Latin letters lose their marks, all others stay | the table is decomposition without marks |
//! | `StripSpaces`: other white space | stays | the page names the space |
//! | `IgnoreFlowIfNullOrEmpty` inside a function | hands its value on | only a flow can be dropped |
//! | times with an offset in `FormatDateTime` | become UTC | servers run in UTC; the page's examples agree |
//! | empty source of `FormatDateTime` | stays empty; as a date elsewhere it fails | the advised IIF inside `FormatDateTime` gives `""` |
//! | years of two digits | 1950 to 2049 | .NET 8 |
//! | `DateDiff` in d, h, n, s | whole units that went by; ww counts Sundays | Visual Basic .NET; the documented -493 weeks and -3449 days agree |
//! | `DateDiff`, `DateAdd`: q, y, w, other case | not evaluated here | Visual Basic .NET has them, the page does not |
//! | Not of `true` | `True` | only `True` is documented to flip |
//! | `CBool` of texts | `True`, `False` in any case, numbers; else fails; null is `False` | Visual Basic .NET |
//! | Replace: arguments of no documented mode | not evaluated here | never guessed |
//! | Replace of a group: `$` in the replacement | literal | the mode speaks of a value |
//! | Replace from another attribute without a match | null | nothing was found |
//! | patterns on characters beyond U+FFFF | one character | .NET sees two |
//! | `(?i)` beyond ASCII | simple folding | depends on the version of .NET |
//! | special characters of `RandomString` | `!#$%&*+-.:;=?@_` | common in passwords |
//! | `SelectUniqueValue` | the first candidate that is not empty and not known to be taken; fails when all are | only Entra knows the target |
//! | `SingleAppRoleAssignment` of one value | that value | several are "unpredictable" |
//! | ToLower, `ToUpper` | letter by letter (ß stays in upper case); only Turkish and Azerbaijani differ | .NET changes case one by one and has no other language's rules |
//! | more than 256 KiB of values in one evaluation | not evaluated here | no attribute is that long, and they could fill any memory |
//! | Len, Trim, Contains, … (cloud sync or nowhere) | as the cloud sync page has them | the page on application provisioning does not list them |

mod arena;
mod case;
mod columns;
mod corner;
mod date_exact;
mod date_format;
mod date_text;
mod dates;
mod diacritics;
mod encoding;
mod given;
mod lists;
mod logic;
mod numbers;
mod pattern;
mod random;
mod read_column;
mod replace;
mod roles;
mod run;
mod substitution;
mod text;
mod trace;
mod units;
mod written;

use crate::entra::expression::evaluate::run::{Evaluated, Run, too_long};
use crate::entra::expression::{Call, Expression, Function, Node, ValueRef};
use crate::limits;

pub use arena::Arena;
pub use corner::Corner;
pub(crate) use date_format::check as check_date_format;
pub use given::{Attributes, Chance, Evaluation, Flow, Given, Unevaluated, UnevaluatedKind};
pub(in crate::entra) use pattern::Pattern;
pub(super) use pattern::Patterns;
pub(crate) use pattern::{PatternError, check as check_pattern};
pub use read_column::ReadColumn;
pub use trace::Trace;

impl Expression {
    /// What it comes to for one person. Arguments are evaluated before they are needed, as Entra does.
    pub fn evaluate<'a>(&'a self, given: &'a Given<'a>) -> Evaluation<'a> {
        self.evaluate_read(given.arena.read(self, given.attributes), given)
    }

    /// The same of what it reads, looked up before: the values of [`Self::attributes`], in their order.
    pub fn evaluate_read<'a>(
        &'a self,
        read: &'a [ValueRef<'a>],
        given: &'a Given<'a>,
    ) -> Evaluation<'a> {
        let mut run = Run { given, expression: self, read, tracer: None, made: 0 };
        let value = match self.root() {
            // Straight there: it is nearly always a call, and nothing traces it.
            Node::Call(call) => value_of_call(&mut run, call)?,
            root => run.node(root)?,
        };
        Ok(flow_of(self.root(), value))
    }

    /// What it and each of its parts come to for one person, and why.
    pub fn trace(&self, given: &Given<'_>) -> Trace {
        trace::trace(self, given)
    }
}

/// What is sent of the value of the outermost part.
#[inline]
fn flow_of<'a>(root: &Node, value: ValueRef<'a>) -> Flow<ValueRef<'a>> {
    let may_drop =
        matches!(root, Node::Call(Call { function: Function::IgnoreFlowIfNullOrEmpty, .. }));
    if may_drop && value.is_null_or_empty() { Flow::Dropped } else { Flow::Value(value) }
}

fn value_of_call<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let value = apply(run, call)?;
    run.made += match value {
        ValueRef::Text(text) => text.len(),
        ValueRef::Many(values) => size_of_val(values),
        _ => 0,
    };
    if run.made > limits::EXPRESSION_MADE_BYTES { Err(too_long(call)) } else { Ok(value) }
}

fn apply<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    match call.function {
        Function::Append => text::append(run, call),
        Function::AppRoleAssignments
        | Function::AppRoleAssignmentsComplex
        | Function::AssertiveAppRoleAssignmentsComplex => roles::complex(run, call),
        Function::BitAnd => numbers::bit_and(run, call),
        Function::CBool => logic::c_bool(run, call),
        Function::CDate => dates::c_date(run, call),
        Function::Coalesce => logic::coalesce(run, call),
        Function::Contains => lists::contains(run, call),
        Function::ConvertFromBase64 => encoding::from_base64(run, call),
        Function::ConvertToBase64 => encoding::to_base64(run, call),
        Function::ConvertToUtf8Hex => encoding::to_utf8_hex(run, call),
        Function::Count => lists::count(run, call),
        Function::CRef => encoding::c_ref(run, call),
        Function::CStr => text::c_str(run, call),
        Function::DateAdd => dates::date_add(run, call),
        Function::DateDiff => dates::date_diff(run, call),
        Function::DateFromNum => dates::date_from_num(run, call),
        Function::DefaultDomain => roles::default_domain(call),
        Function::DnComponent => encoding::dn_component(run, call),
        Function::Error => logic::error(run, call),
        Function::FormatDateTime => dates::format_date_time(run, call),
        Function::Guid => Ok(random::guid(run)),
        Function::IgnoreFlowIfNullOrEmpty => logic::ignore_flow(run, call),
        Function::Iif => logic::iif(run, call),
        Function::InStr => text::in_str(run, call),
        Function::IsNothing | Function::IsNull => logic::is_null(run, call),
        Function::IsNullOrEmpty => logic::is_null_or_empty(run, call),
        Function::IsPresent => logic::is_present(run, call),
        Function::IsString => logic::is_string(run, call),
        Function::Item => lists::item(run, call),
        Function::Join => lists::join(run, call),
        Function::Left => text::left(run, call),
        Function::Len => text::len(run, call),
        Function::Mid => text::mid(run, call),
        Function::NormalizeDiacritics => diacritics::normalize(run, call),
        Function::Not => logic::not(run, call),
        Function::Now => Ok(dates::now(run)),
        Function::NumFromDate => dates::num_from_date(run, call),
        Function::PCase => case::p_case(run, call),
        Function::Prepend => text::prepend(run, call),
        Function::RandomString => random::random_string(run, call),
        Function::Redact => logic::redact(run, call),
        Function::RemoveDuplicates => lists::remove_duplicates(run, call),
        Function::Replace => replace::replace(run, call),
        Function::SelectUniqueValue => lists::select_unique(run, call),
        Function::SingleAppRoleAssignment => roles::single(run, call),
        Function::Split => lists::split(run, call),
        Function::StringFromSid => roles::string_from_sid(run, call),
        Function::StripSpaces => text::strip_spaces(run, call),
        Function::Switch => logic::switch(run, call),
        Function::ToLower => case::to_lower(run, call),
        Function::ToUpper => case::to_upper(run, call),
        Function::Trim => text::trim(run, call),
        Function::Word => text::word(run, call),
    }
}

#[cfg(test)]
mod tests;
