//! Every function of the language by its name.

use strsim::osa_distance;

/// Makes the enum and its names from one list.
macro_rules! functions {
    ($($variant:ident $name:literal,)*) => {
        /// A function. The names are Entra's own (learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data).
        #[expect(
            missing_docs,
            reason = "the names are the functions' own; the catalog says what each does"
        )]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Function {
            $($variant,)*
        }

        impl Function {
            /// All, in the order of their names without case.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As Entra spells it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

functions! {
    Append "Append",
    AppRoleAssignments "AppRoleAssignments",
    AppRoleAssignmentsComplex "AppRoleAssignmentsComplex",
    AssertiveAppRoleAssignmentsComplex "AssertiveAppRoleAssignmentsComplex",
    BitAnd "BitAnd",
    CBool "CBool",
    CDate "CDate",
    Coalesce "Coalesce",
    Contains "Contains",
    ConvertFromBase64 "ConvertFromBase64",
    ConvertToBase64 "ConvertToBase64",
    ConvertToUtf8Hex "ConvertToUTF8Hex",
    Count "Count",
    CRef "CRef",
    CStr "CStr",
    DateAdd "DateAdd",
    DateDiff "DateDiff",
    DateFromNum "DateFromNum",
    DefaultDomain "DefaultDomain",
    DnComponent "DNComponent",
    Error "Error",
    FormatDateTime "FormatDateTime",
    Guid "Guid",
    IgnoreFlowIfNullOrEmpty "IgnoreFlowIfNullOrEmpty",
    Iif "IIF",
    InStr "InStr",
    IsNothing "IsNothing",
    IsNull "IsNull",
    IsNullOrEmpty "IsNullOrEmpty",
    IsPresent "IsPresent",
    IsString "IsString",
    Item "Item",
    Join "Join",
    Left "Left",
    Len "Len",
    Mid "Mid",
    NormalizeDiacritics "NormalizeDiacritics",
    Not "Not",
    Now "Now",
    NumFromDate "NumFromDate",
    PCase "PCase",
    Prepend "Prepend",
    RandomString "RandomString",
    Redact "Redact",
    RemoveDuplicates "RemoveDuplicates",
    Replace "Replace",
    SelectUniqueValue "SelectUniqueValue",
    SingleAppRoleAssignment "SingleAppRoleAssignment",
    Split "Split",
    StringFromSid "StringFromSid",
    StripSpaces "StripSpaces",
    Switch "Switch",
    ToLower "ToLower",
    ToUpper "ToUpper",
    Trim "Trim",
    Word "Word",
}

/// Names longer than this are no function's, whatever was meant.
const NAME_BYTES: usize = 50;

/// What people who know other languages type, and what does it here.
const ELSEWHERE: [(&str, Function); 9] = [
    ("concat", Function::Join),
    ("concatenate", Function::Join),
    ("if", Function::Iif),
    ("isempty", Function::IsNullOrEmpty),
    ("lcase", Function::ToLower),
    ("substr", Function::Mid),
    ("substring", Function::Mid),
    ("ucase", Function::ToUpper),
    ("uuid", Function::Guid),
];

impl Function {
    /// The function of this name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        let order = |function: &Self| lower(function.name()).cmp(lower(name));
        let at = Self::ALL.binary_search_by(order).ok()?;
        Self::ALL.get(at).copied()
    }

    /// The function that somebody meant who wrote a name that is none, if one is near.
    pub(crate) fn nearest(name: &str) -> Option<Self> {
        if name.len() > NAME_BYTES {
            return None;
        }
        let name = name.to_ascii_lowercase();
        if let Some((_, function)) = ELSEWHERE.iter().find(|(other, _)| *other == name) {
            return Some(*function);
        }
        let distance = |function: &Self| osa_distance(&name, &function.name().to_ascii_lowercase());
        let (near, nearest) = Self::ALL
            .iter()
            .map(|function| (distance(function), *function))
            .min_by_key(|(near, _)| *near)?;
        let holds = |function: &&Self| {
            name.len() > 2 && function.name().to_ascii_lowercase().contains(&name)
        };
        if near <= (name.len() / 3).max(1) {
            return Some(nearest);
        }
        Self::ALL.iter().find(holds).copied()
    }
}

fn lower(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|byte| byte.to_ascii_lowercase())
}
