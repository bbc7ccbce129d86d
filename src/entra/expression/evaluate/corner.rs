//! Where Entra's behavior is not documented, and what was decided here.

/// A corner of the language that no page of Microsoft's describes. The table with the reasons is in the
/// documentation of `evaluate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Corner {
    /// Null goes into a function whose page does not speak of null.
    NullArgument,
    /// Null is compared outside of a condition of `IIF`.
    NullCompared,
    /// Null among the values of `Join`.
    NullJoined,
    /// The source in a condition of `IIF` is empty.
    EmptyCondition,
    /// Texts are brought into an order.
    TextOrder,
    /// A text is cut inside a character beyond U+FFFF.
    HalfCharacter,
    /// `InStr` without a way to compare.
    InStrCompare,
    /// `vbTextCompare` on letters beyond ASCII.
    TextCompare,
    /// A position or length outside of the text.
    OutsideOfText,
    /// A single value where several can be.
    SingleAsMany,
    /// `Word` on delimiters side by side, or on none.
    WordGaps,
    /// `Split` on values with spaces around them, empty ones, or a delimiter of several characters.
    SplitValues,
    /// The order of what `RemoveDuplicates` leaves.
    DuplicateOrder,
    /// A letter that the table of `NormalizeDiacritics` does not hold.
    DiacriticBeyondTable,
    /// White space that is no plain space in `StripSpaces`.
    OtherWhiteSpace,
    /// `IgnoreFlowIfNullOrEmpty` inside another function.
    NestedDrop,
    /// A time with an offset, read by `FormatDateTime`.
    ServerZone,
    /// An empty text, read as a date.
    EmptyDate,
    /// A year of two digits between 30 and 49.
    TwoDigitYear,
    /// Units that began but are not over, in `DateDiff`.
    PartialUnit,
    /// `Not` of a text that is `True` in another case.
    BooleanCase,
    /// `CBool` of a text that is no boolean, or of null.
    BooleanText,
    /// `$` in the replacement for a group.
    LiteralReplacement,
    /// The pattern does not match where a value is taken from.
    NoMatch,
    /// A pattern meets characters beyond U+FFFF, which .NET sees as two.
    PatternPairs,
    /// A pattern without regard to case meets letters beyond ASCII.
    PatternCase,
    /// Which special characters `RandomString` draws.
    RandomAlphabet,
    /// Which values the target has already.
    TargetValues,
    /// The name of a role.
    RoleName,
    /// A function that the page on application provisioning does not list.
    UnlistedFunction,
}

impl Corner {
    /// What is not documented and what is taken for granted here, in one sentence.
    #[expect(clippy::too_many_lines, reason = "it is a table")]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NullArgument => {
                "What Entra makes of an absent value here is not documented; here it stays absent."
            }
            Self::NullCompared => {
                "Comparing an absent value is not documented; here it equals empty text."
            }
            Self::NullJoined => {
                "Only empty text is documented to be skipped by Join; here absent values are too."
            }
            Self::EmptyCondition => {
                "Entra documents that an IIF on an empty source fails, not how; here the whole expression fails."
            }
            Self::TextOrder => {
                "The order of texts is not documented; here they are compared character code by character code."
            }
            Self::HalfCharacter => {
                "The text is cut inside one character (.NET counts it as two); here the half becomes U+FFFD."
            }
            Self::InStrCompare => {
                "How InStr compares by default is not documented; here upper and lower case differ."
            }
            Self::TextCompare => {
                "How vbTextCompare treats letters beyond ASCII is not documented; here only case is ignored."
            }
            Self::OutsideOfText => {
                "Positions outside of the text are not documented; here behind the end is nothing, and before the start fails."
            }
            Self::SingleAsMany => {
                "A single value where several can be is not documented; here it counts as a list of one, absent as none."
            }
            Self::WordGaps => {
                "Delimiters side by side, or none in the text, are not documented; here words are what stands between them, never empty."
            }
            Self::SplitValues => {
                "Trimming in Split is not documented but its example trims; here spaces around values and empty values go, and a long delimiter is one text."
            }
            Self::DuplicateOrder => {
                "The order after RemoveDuplicates is not documented; here the first of each stays in its place."
            }
            Self::DiacriticBeyondTable => {
                "The table of NormalizeDiacritics does not hold this letter; here Latin letters lose their marks and others stay."
            }
            Self::OtherWhiteSpace => {
                "StripSpaces is documented for the plain space; here other white space stays."
            }
            Self::NestedDrop => {
                "IgnoreFlowIfNullOrEmpty inside another function is not documented; here it hands its value on."
            }
            Self::ServerZone => {
                "The time zone of Entra's servers is not documented; here times with an offset become UTC."
            }
            Self::EmptyDate => {
                "Formatting an empty date is not documented; here nothing becomes nothing."
            }
            Self::TwoDigitYear => {
                "Which century 30 to 49 belong to depends on the version of .NET; here it is this one, up to 2049."
            }
            Self::PartialUnit => {
                "Whether DateDiff counts units that are not over is not documented; here it does not, as in Visual Basic .NET."
            }
            Self::BooleanCase => {
                "Only True is documented to become False by Not; here another case of it does not count."
            }
            Self::BooleanText => {
                "CBool of this is not documented; here it is read as in Visual Basic .NET."
            }
            Self::LiteralReplacement => {
                "Whether $ has a meaning in the replacement for one group is not documented; here it has none."
            }
            Self::NoMatch => {
                "What comes of a pattern that does not match here is not documented; here nothing does."
            }
            Self::PatternPairs => {
                ".NET sees two halves where this text has one character; here patterns see one."
            }
            Self::PatternCase => {
                "Case beyond ASCII depends on the version of .NET; here it is Unicode's simple folding."
            }
            Self::RandomAlphabet => {
                "The characters that RandomString draws from are not documented; here they are those of passwords."
            }
            Self::TargetValues => {
                "Only Entra knows which values the target has; here the first candidate is taken as free."
            }
            Self::RoleName => {
                "Which name of a role Entra sends is not documented; here it is the value of the attribute."
            }
            Self::UnlistedFunction => {
                "The page on application provisioning does not list this function; here it does what it does elsewhere."
            }
        }
    }
}
