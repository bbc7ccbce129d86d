//! What is particular to Microsoft Entra ID as a SCIM client. Values only, no IO.

mod dialect;
mod directory;
mod expression;
mod lint;
mod mapping;
mod path;
mod request;

pub use dialect::{Change, Dialect, Switch};
pub use directory::{Directory, DirectoryPerson};
pub use expression::{
    Attributes, Call, Chance, Comparison, Completion, CompletionKind, Completions, Constant,
    Corner, Expression, ExpressionError, ExpressionProblem, Flow, Function, FunctionEntry,
    FunctionScope, Given, GraphSource, Highlight, Node, Occurs, Parameter, ParameterKind,
    ProblemSeverity, Span, Trace, Unevaluated, UnevaluatedKind, Value, complete, highlight,
    signature_at,
};
pub use lint::{Edit, Fix, MappingFinding, MappingSeverity};
pub use mapping::{
    AttributeMapping, ExpressionText, FlowType, Mappings, ObjectMapping, Source, TargetAttribute,
};
pub use path::{AttributePath, PathError};
pub use request::{Ask, Method, Request, ResourceKind};

#[cfg(test)]
mod tests;
