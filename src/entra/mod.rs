//! What is particular to Microsoft Entra ID as a SCIM client. Values only, no IO.

mod dialect;
mod directory;
mod expression;
mod lint;
mod mapping;
mod path;
mod request;

pub use dialect::{Change, Dialect, Switch};
pub(crate) use directory::DirectoryBuilder;
pub use directory::{
    AttributeKind, CardColumns, CardProblem, CardReport, Column, ColumnPlan, Confidence, Directory,
    DirectoryPerson, FileProblem, KnownAttribute, PersonKeys, PlannedColumn, ReadDirectory,
};
pub use expression::{
    Attributes, Call, Chance, Comparison, Constant, Expression, ExpressionError, Flow, Function,
    Given, Node, Span, Unevaluated, UnevaluatedKind, Value,
};
pub use lint::{Edit, Fix, MappingFinding, MappingSeverity};
pub use mapping::{
    AttributeMapping, ExpressionText, FlowType, Mappings, ObjectMapping, Source, TargetAttribute,
};
pub use path::{AttributePath, PathError};
pub use request::{Ask, Method, Request, ResourceKind};

#[cfg(test)]
mod tests;
