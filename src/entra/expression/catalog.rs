//! What each function takes and does, for the check of arguments, for completion and for help.

use crate::entra::expression::Function;

/// What is known about a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FunctionEntry {
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What it takes in the shorter form of cloud sync, where there is one; recognized by the number of arguments.
    pub short_form: Option<&'static [Parameter]>,
    /// Where it may be used, as far as the pages say.
    pub scope: FunctionScope,
    /// The page that tells of it.
    pub page: &'static str,
}

/// What a function takes in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// As Graph names it in `parameters[].key` where that is known, else as the page does.
    pub name: &'static str,
    /// What it should be.
    pub kind: ParameterKind,
    /// How often it stands there.
    pub occurs: Occurs,
}

/// What a parameter should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// Text; numbers and booleans are read as their text.
    Text,
    /// A whole number.
    Integer,
    /// `True` or `False`, or a comparison where the function takes one.
    Boolean,
    /// A time.
    Date,
    /// An attribute with several values.
    Many,
    /// Anything.
    Any,
    /// A word such as `vbTextCompare`.
    Word,
}

/// How often a parameter stands in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurs {
    /// Once.
    Required,
    /// Once, or its place is left empty.
    Optional,
    /// So often or more; nothing comes behind it.
    AtLeast(usize),
    /// In any number of pairs of a key and a value; nothing comes behind it.
    Pairs,
}

/// Where a function may be used, as far as Microsoft's pages say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionScope {
    /// In the mappings of applications.
    Applications,
    /// Told of for cloud sync alone.
    CloudSync,
    /// Seen in use or in a list, and told of nowhere.
    Undocumented,
}

const FUNCTIONS: &str = "https://learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data";
const CUSTOMIZE: &str =
    "https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes";
const CLOUD_SYNC: &str =
    "https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/reference-expressions";
const GRAPH_LIST: &str =
    "https://learn.microsoft.com/graph/api/synchronization-synchronizationschema-functions";
const PRACTICE: &str =
    "https://sqlravingsandotherstuff.blogspot.com/2026/06/entra-provisioning-expressions.html";

/// Makes the table; each line of parameters reads `name: kind, occurrence`.
macro_rules! catalog {
    ($($function:ident $scope:ident $page:ident $summary:literal
        ($($name:literal $kind:ident $occurs:ident $(($least:literal))?),*)
        $(or ($($short:literal $short_kind:ident $short_occurs:ident),*))?;)*) => {
        impl Function {
            /// What is known about it.
            pub const fn entry(self) -> &'static FunctionEntry {
                match self {
                    $(Self::$function => &FunctionEntry {
                        summary: $summary,
                        parameters: &[$(Parameter {
                            name: $name,
                            kind: ParameterKind::$kind,
                            occurs: Occurs::$occurs $(($least))?,
                        }),*],
                        short_form: catalog!(@short $(($($short $short_kind $short_occurs),*))?),
                        scope: FunctionScope::$scope,
                        page: $page,
                    },)*
                }
            }
        }
    };
    (@short) => { None };
    (@short ($($name:literal $kind:ident $occurs:ident),*)) => {
        Some(&[$(Parameter {
            name: $name,
            kind: ParameterKind::$kind,
            occurs: Occurs::$occurs,
        }),*])
    };
}

catalog! {
    Append Applications FUNCTIONS "Puts a suffix behind a text."
        ("source" Text Required, "suffix" Text Required);
    AppRoleAssignments Undocumented GRAPH_LIST "Gives the roles of the person in the application."
        ("source" Many Required);
    AppRoleAssignmentsComplex Applications FUNCTIONS "Gives every role of the person in the application as a complex value; roles are only ever added."
        ("source" Many Required);
    AssertiveAppRoleAssignmentsComplex Applications CUSTOMIZE "Gives every role of the person in the application as a complex value and replaces those in the target."
        ("source" Many Required);
    BitAnd Applications FUNCTIONS "Gives the bits that are set in both numbers."
        ("value1" Integer Required, "value2" Integer Required);
    CBool Applications FUNCTIONS "Says True for a comparison that holds or a number that is not zero, else False."
        ("expression" Boolean Required);
    CDate Applications FUNCTIONS "Reads a text as a time and gives it in UTC."
        ("expression" Text Required);
    Coalesce Applications FUNCTIONS "Gives the first of its arguments that is not null."
        ("source" Text AtLeast(1));
    Contains CloudSync CLOUD_SYNC "Says at which place an attribute with several values has this one, or 0."
        ("attribute" Many Required, "value" Text Required);
    ConvertFromBase64 CloudSync CLOUD_SYNC "Reads a text from base64."
        ("source" Text Required, "encoding" Word Optional);
    ConvertToBase64 Applications FUNCTIONS "Writes a text as base64 of its UTF-16."
        ("source" Text Required);
    ConvertToUtf8Hex Applications FUNCTIONS "Writes a text as the hexadecimal digits of its UTF-8."
        ("source" Text Required);
    Count Applications FUNCTIONS "Counts the values of an attribute."
        ("attribute" Many Required);
    CRef CloudSync CLOUD_SYNC "Reads a text as a reference."
        ("value" Text Required);
    CStr Applications FUNCTIONS "Gives a number, a reference or a boolean as text."
        ("value" Any Required);
    DateAdd Applications FUNCTIONS "Moves a time by so many years, months, days or less."
        ("interval" Text Required, "value" Integer Required, "dateTime" Date Required);
    DateDiff Applications FUNCTIONS "Counts the years, months, days or less from one time to another."
        ("interval" Text Required, "date1" Date Required, "date2" Date Required);
    DateFromNum Applications FUNCTIONS "Reads a number of Active Directory as a time: 100 nanoseconds since 1601."
        ("value" Integer Required);
    DefaultDomain Undocumented GRAPH_LIST "Gives the default domain of the tenant."
        ();
    DnComponent CloudSync CLOUD_SYNC "Gives one part of a distinguished name, counted from the left."
        ("dn" Text Required, "index" Integer Required);
    Error CloudSync CLOUD_SYNC "Stops the provisioning of this person with a message."
        ("message" Text Required);
    FormatDateTime Applications FUNCTIONS "Reads a time in one format and writes it in another."
        ("source" Text Required, "dateTimeStyles" Text Optional, "inputFormat" Text Required, "outputFormat" Text Required)
        or ("source" Text Required, "inputFormat" Text Required, "outputFormat" Text Required);
    Guid Applications FUNCTIONS "Makes a new GUID each time."
        ();
    IgnoreFlowIfNullOrEmpty Applications FUNCTIONS "Leaves the target alone where the result is null or empty."
        ("expression" Any Required);
    Iif Applications FUNCTIONS "Gives one of two values, as a condition holds or not; both are worked out in any case."
        ("condition" Boolean Required, "valueIfTrue" Any Required, "valueIfFalse" Any Required);
    InStr Applications FUNCTIONS "Says at which place one text stands in another, counted from 1."
        ("value1" Text Required, "value2" Text Required, "start" Integer Optional, "compareType" Word Optional);
    IsNothing Undocumented GRAPH_LIST "Says whether there is no value."
        ("source" Any Required);
    IsNull Applications FUNCTIONS "Says whether the attribute is absent."
        ("expression" Any Required);
    IsNullOrEmpty Applications FUNCTIONS "Says whether the attribute is absent or empty."
        ("expression" Any Required);
    IsPresent Applications FUNCTIONS "Says whether there is a value that is not empty."
        ("expression" Any Required);
    IsString Applications FUNCTIONS "Says whether the value can be read as text."
        ("expression" Any Required);
    Item Applications FUNCTIONS "Gives one of the values of an attribute, counted from 1."
        ("attribute" Many Required, "index" Integer Required);
    Join Applications FUNCTIONS "Puts values together with a separator between them; empty ones are left out."
        ("separator" Text Required, "source" Any AtLeast(1));
    Left Applications FUNCTIONS "Gives so many characters from the beginning."
        ("String" Text Required, "NumChars" Integer Required);
    Len Undocumented PRACTICE "Counts the characters of a text."
        ("source" Text Required);
    Mid Applications FUNCTIONS "Gives so many characters from a place on, counted from 1."
        ("source" Text Required, "start" Integer Required, "length" Integer Required)
        or ("source" Text Required, "start" Integer Required);
    NormalizeDiacritics Applications FUNCTIONS "Writes letters with accents as plain ones."
        ("source" Text Required);
    Not Applications FUNCTIONS "Says False for True, and True for anything else."
        ("source" Boolean Required);
    Now Applications FUNCTIONS "Gives the time in UTC."
        ();
    NumFromDate Applications FUNCTIONS "Gives a time as a number of Active Directory: 100 nanoseconds since 1601."
        ("value" Text Required);
    PCase Applications FUNCTIONS "Writes each word with a large first letter and small ones behind it."
        ("source" Text Required, "wordSeparators" Text Optional);
    Prepend Undocumented GRAPH_LIST "Puts a prefix before a text."
        ("prefix" Text Required, "source" Text Required);
    RandomString Applications FUNCTIONS "Makes a text of random characters."
        ("Length" Integer Required, "MinimumNumbers" Integer Required, "MinimumSpecialCharacters" Integer Required, "MinimumCapital" Integer Required, "MinimumLowerCase" Integer Required, "CharactersToAvoid" Text Optional);
    Redact Applications FUNCTIONS "Gives the value, and keeps it out of Entra's logs."
        ("value" Any Required);
    RemoveDuplicates Applications FUNCTIONS "Gives each value of an attribute once."
        ("attribute" Many Required);
    Replace Applications FUNCTIONS "Replaces a text or what fits a pattern, in one of five ways."
        ("source" Text Required, "Find" Text Optional, "RegularExpression" Text Optional, "RegularExpressionGroupName" Text Optional, "Replacement" Text Optional, "ReplacementPropertyName" Text Optional, "Template" Text Optional);
    SelectUniqueValue Applications FUNCTIONS "Gives the first value that nobody has in the target; for Active Directory alone."
        ("uniqueValueRule" Text AtLeast(2));
    SingleAppRoleAssignment Applications FUNCTIONS "Gives the one role of the person in the application by its name."
        ("source" Many Required);
    Split Applications FUNCTIONS "Cuts a text into several values."
        ("source" Text Required, "delimiter" Text Required);
    StringFromSid CloudSync CLOUD_SYNC "Writes a binary security identifier as text."
        ("source" Any Required);
    StripSpaces Applications FUNCTIONS "Takes the spaces out of a text."
        ("source" Text Required);
    Switch Applications FUNCTIONS "Gives the value of the key that the source is equal to, else the default."
        ("source" Any Required, "defaultValue" Any Optional, "switchValue" Any Pairs);
    ToLower Applications FUNCTIONS "Writes a text in small letters."
        ("source" Text Required, "culture" Text Optional);
    ToUpper Applications FUNCTIONS "Writes a text in capital letters."
        ("source" Text Required, "culture" Text Optional);
    Trim CloudSync CLOUD_SYNC "Takes white space off both ends of a text."
        ("value" Text Required);
    Word Applications FUNCTIONS "Gives one word of a text, counted from 1."
        ("String" Text Required, "WordNumber" Integer Required, "Delimiters" Text Required);
}

impl Function {
    /// What it takes where so many arguments are given.
    pub const fn parameters(self, arguments: usize) -> &'static [Parameter] {
        let entry = self.entry();
        match entry.short_form {
            Some(short) if short.len() == arguments => short,
            _ => entry.parameters,
        }
    }

    /// The parameter that this argument fills, of so many; none where there are more arguments than it takes.
    pub fn parameter(self, index: usize, arguments: usize) -> Option<&'static Parameter> {
        let parameters = self.parameters(arguments);
        parameters.get(index).or_else(|| parameters.last().filter(|last| last.occurs.repeats()))
    }

    /// Whether its last parameter stands any number of times, each for itself.
    pub(super) fn repeats(self) -> bool {
        let last = self.entry().parameters.last();
        last.is_some_and(|last| matches!(last.occurs, Occurs::AtLeast(_)))
    }

    /// Its name with its parameters: `Mid(source, start, length)`.
    pub fn signature(self) -> String {
        let parameters = self.entry().parameters.iter().map(Parameter::written);
        format!("{}({})", self.name(), parameters.collect::<Vec<_>>().join(", "))
    }
}

impl Parameter {
    /// Its name as it stands in a signature: `[culture]` where it may be left out, with dots where it repeats.
    pub fn written(&self) -> String {
        match self.occurs {
            Occurs::Required => self.name.to_owned(),
            Occurs::Optional => format!("[{}]", self.name),
            Occurs::AtLeast(_) => format!("{}, …", self.name),
            Occurs::Pairs => "key, value, …".to_owned(),
        }
    }
}

impl Occurs {
    /// Whether it can stand more than once.
    pub const fn repeats(self) -> bool {
        matches!(self, Self::AtLeast(_) | Self::Pairs)
    }
}
