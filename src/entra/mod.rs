//! What is particular to Microsoft Entra ID as a SCIM client. Values only, no IO.

mod dialect;
mod directory;
mod expression;
mod json_error;
mod lint;
mod mapping;
mod path;
mod preview;
mod request;
mod schema;
mod scope;

pub use dialect::{Change, Dialect, Switch};
pub(crate) use directory::DirectoryBuilder;
pub use directory::{
    AttributeKind, CardColumns, CardProblem, CardReport, Column, ColumnPlan, Confidence, Directory,
    DirectoryPerson, DirectoryReader, FileProblem, KnownAttribute, PersonKeys, PlannedColumn,
    ReadDirectory,
};
pub use expression::{
    Arena, Attributes, Call, Chance, Comparison, Completion, CompletionKind, Completions, Constant,
    Corner, Evaluation, Expression, ExpressionError, ExpressionProblem, Flow, Function,
    FunctionEntry, FunctionScope, Given, GraphSource, Highlight, Node, Occurs, Parameter,
    ParameterKind, ProblemSeverity, ReadColumn, Span, Trace, Unevaluated, UnevaluatedKind, Value,
    ValueRef, complete, highlight, signature_at,
};
pub use lint::{Edit, Fix, MappingFinding, MappingSeverity, lint, mend};
pub(crate) use mapping::short_target;
pub use mapping::{
    Actions, Allowed, AttributeMapping, ExpressionText, FlowType, MappingDifference, Mappings,
    Mutability, ObjectDifference, ObjectMapping, RowDifference, RowField, Source, TargetAttribute,
};
pub use path::{AttributePath, PathError};
pub(crate) use preview::spreadsheet_text;
pub use preview::{
    Chunk, Clash, CountKind, EditEffect, EffectChunk, EffectKind, Everyone, Found, Holdings,
    HoldingsFull, PersonOutcome, PersonPreview, Preview, PreviewReport, ReportWarning, RowChange,
    RowPreview, SeededChance, SkipReason, Surroundings, Trouble,
};
pub use request::{Ask, Method, Request, ResourceKind};
pub use schema::{SaveError, SchemaDocument, SchemaError, Standing, standing};
pub use scope::{
    Assignment, ClauseJudgement, Completeness, FilterClause, FilterGroup, GroupJudgement,
    ScopeJudgement, ScopeOperator, ScopingFilter, SoftDeletion, Verdict, is_soft_deleted,
};

#[cfg(test)]
mod tests;
