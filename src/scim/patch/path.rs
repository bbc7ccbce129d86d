//! The path of a PATCH operation (RFC 7644 section 3.5.2): an attribute, some of its elements, one sub-attribute.

use std::fmt;

use crate::limits;
use crate::scim::error::{ScimError, ScimType};
use crate::scim::filter::{Expression, scan_element_filter};
use crate::scim::path::AttrPath;
use crate::scim::quote::quote;
use crate::scim::schema::{Mutability, ResourceType, Schema};
use crate::scim::syntax::{Scanner, SyntaxError};
use crate::scim::target::{Target, UnknownTarget};

/// Where a PATCH operation works, such as `emails[type eq "work"].value`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PatchPath {
    /// The attribute, and the sub-attribute also where it stood behind brackets.
    pub(crate) attribute: AttrPath,
    /// The elements of the attribute that are meant.
    pub(crate) filter: Option<Expression>,
}

/// A path that was looked up and may be written to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// A whole extension.
    Extension(&'static Schema),
    /// An attribute or a sub-attribute.
    Attribute(Target),
}

impl PatchPath {
    /// Reads a path. An empty one is an error: it is not the same as none.
    pub(crate) fn parse(text: &str) -> Result<Self, SyntaxError> {
        let mut scanner = Scanner::new(text);
        if text.len() > limits::FILTER_BYTES {
            let message = format!("The path is longer than {} bytes", limits::FILTER_BYTES);
            return Err(scanner.error(message));
        }
        if text.is_empty() {
            return Err(scanner.error("The path is empty"));
        }
        let mut attribute = AttrPath::scan(&mut scanner)?;
        let mut filter = None;
        if scanner.peek() == Some('[') {
            if attribute.sub_attribute.is_some() || attribute.is_schema() {
                return Err(
                    scanner.error("A filter in brackets belongs directly after the attribute")
                );
            }
            scanner.eat('[');
            let (expression, behind) = scan_element_filter(text, scanner)?;
            scanner = behind;
            filter = Some(expression);
            if scanner.eat('.') {
                let at = scanner.at();
                let sub_attribute = AttrPath::scan(&mut scanner)?;
                if sub_attribute.schema.is_some() || sub_attribute.sub_attribute.is_some() {
                    return Err(scanner
                        .error_at(at, "One plain sub-attribute can stand behind the bracket"));
                }
                attribute.sub_attribute = Some(sub_attribute.attribute);
            }
        }
        if !scanner.is_at_end() {
            return Err(scanner.unexpected("the end of the path"));
        }
        Ok(Self { attribute, filter })
    }

    /// Looks the path up and refuses what no client may write.
    pub(crate) fn place(&self, resource_type: &ResourceType) -> Result<Place, ScimError> {
        let target = match Target::find(&self.attribute, resource_type) {
            Ok(target) => target,
            Err(UnknownTarget::WholeSchema(urn)) => {
                let extension = resource_type.extension(urn).map(Place::Extension);
                let nothing = || {
                    refuse(
                        ScimType::NoTarget,
                        format!("{urn} is a whole schema: name an attribute of it"),
                    )
                };
                return extension.ok_or_else(nothing);
            }
            Err(unknown) => return Err(refuse(ScimType::InvalidPath, unknown.to_string())),
        };
        let name = target.attribute.name;
        if name == "schemas" {
            return Err(refuse(
                ScimType::Mutability,
                "schemas follows from the attributes".to_owned(),
            ));
        }
        let written = [Some(target.attribute), target.sub_attribute];
        for attribute in written.into_iter().flatten() {
            match attribute.mutability {
                Mutability::ReadOnly => {
                    return Err(refuse(
                        ScimType::Mutability,
                        format!("{} can only be read", quote(&self.to_string())),
                    ));
                }
                Mutability::WriteOnly => {
                    return Err(refuse(ScimType::Mutability, format!("{name} is never set here")));
                }
                Mutability::ReadWrite | Mutability::Immutable => {}
            }
        }
        if let Some(filter) = &self.filter {
            if !target.attribute.multi_valued {
                let detail = format!("{name} is no list, so brackets cannot follow it");
                return Err(refuse(ScimType::InvalidPath, detail));
            }
            filter.check_element(target.attribute)?;
        }
        Ok(Place::Attribute(target))
    }
}

fn refuse(scim_type: ScimType, detail: String) -> ScimError {
    ScimError::new(scim_type, detail)
}

impl fmt::Display for PatchPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(filter) = &self.filter else { return self.attribute.fmt(formatter) };
        let list = AttrPath { sub_attribute: None, ..self.attribute.clone() };
        write!(formatter, "{list}[{filter}]")?;
        match &self.attribute.sub_attribute {
            Some(name) => write!(formatter, ".{name}"),
            None => Ok(()),
        }
    }
}
