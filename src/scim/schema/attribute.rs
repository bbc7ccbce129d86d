//! The definition of one attribute (RFC 7643 section 7).

/// What may be said about an attribute.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// The name as it is written.
    pub(crate) name: &'static str,
    /// The data type.
    pub(crate) kind: Kind,
    /// Whether it holds a list.
    pub(crate) multi_valued: bool,
    /// Whether it must be there.
    pub(crate) required: bool,
    /// Whether upper and lower case differ.
    pub(crate) case_exact: bool,
    /// Who may write it.
    pub(crate) mutability: Mutability,
    /// When it stands in an answer.
    pub(crate) returned: Returned,
    /// Whether two resources may share a value.
    pub(crate) uniqueness: Uniqueness,
    /// Values that are usual; others are allowed.
    pub(crate) canonical_values: &'static [&'static str],
    /// What a reference may point to.
    pub(crate) reference_types: &'static [&'static str],
    /// The parts of a complex attribute.
    pub(crate) sub_attributes: &'static [Self],
    /// What it means.
    pub(crate) description: &'static str,
}

/// Data types of RFC 7643 section 2.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text.
    String,
    /// `true` or `false`.
    Boolean,
    /// A point in time.
    DateTime,
    /// Bytes in Base64.
    Binary,
    /// A URI or the path of a resource.
    Reference,
    /// An object with sub-attributes.
    Complex,
}

/// Who may write an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutability {
    /// Only the service provider.
    ReadOnly,
    /// The client too.
    ReadWrite,
    /// The client, once.
    Immutable,
    /// The client, and nobody reads it.
    WriteOnly,
}

/// When an attribute stands in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Returned {
    /// In every answer, whatever was asked.
    Always,
    /// In none.
    Never,
    /// Unless it was left out on request.
    Default,
    /// Only when it was asked for.
    Request,
}

/// Whether two resources may share a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uniqueness {
    /// They may.
    None,
    /// Not on this server.
    Server,
}

impl Attribute {
    /// An attribute among others by name, in any case.
    pub(crate) fn find(attributes: &'static [Self], name: &str) -> Option<&'static Self> {
        attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }

    /// A sub-attribute by name, in any case.
    pub(crate) fn sub_attribute(&self, name: &str) -> Option<&'static Self> {
        Self::find(self.sub_attributes, name)
    }

    pub(super) const fn new(name: &'static str, kind: Kind, description: &'static str) -> Self {
        Self {
            name,
            kind,
            multi_valued: false,
            required: false,
            case_exact: false,
            mutability: Mutability::ReadWrite,
            returned: Returned::Default,
            uniqueness: Uniqueness::None,
            canonical_values: &[],
            reference_types: &[],
            sub_attributes: &[],
            description,
        }
    }

    pub(super) const fn text(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::String, description)
    }

    pub(super) const fn boolean(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Boolean, description)
    }

    pub(super) const fn reference(
        name: &'static str,
        types: &'static [&'static str],
        description: &'static str,
    ) -> Self {
        let mut attribute = Self::new(name, Kind::Reference, description);
        attribute.reference_types = types;
        attribute.case_exact = true;
        attribute
    }

    pub(super) const fn complex(
        name: &'static str,
        sub_attributes: &'static [Self],
        description: &'static str,
    ) -> Self {
        let mut attribute = Self::new(name, Kind::Complex, description);
        attribute.sub_attributes = sub_attributes;
        attribute
    }

    pub(super) const fn many(mut self) -> Self {
        self.multi_valued = true;
        self
    }

    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) const fn case_exact(mut self) -> Self {
        self.case_exact = true;
        self
    }

    pub(super) const fn unique(mut self) -> Self {
        self.uniqueness = Uniqueness::Server;
        self
    }

    pub(super) const fn written(mut self, mutability: Mutability) -> Self {
        self.mutability = mutability;
        self
    }

    pub(super) const fn returned(mut self, returned: Returned) -> Self {
        self.returned = returned;
        self
    }

    pub(super) const fn usually(mut self, canonical_values: &'static [&'static str]) -> Self {
        self.canonical_values = canonical_values;
        self
    }
}

impl Kind {
    /// The word on the wire.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::DateTime => "dateTime",
            Self::Binary => "binary",
            Self::Reference => "reference",
            Self::Complex => "complex",
        }
    }
}

impl Mutability {
    /// The word on the wire.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::ReadOnly => "readOnly",
            Self::ReadWrite => "readWrite",
            Self::Immutable => "immutable",
            Self::WriteOnly => "writeOnly",
        }
    }
}

impl Returned {
    /// The word on the wire.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Never => "never",
            Self::Default => "default",
            Self::Request => "request",
        }
    }
}

impl Uniqueness {
    /// The word on the wire.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Server => "server",
        }
    }
}
