//! What a person asks of the Mappings page.

use std::path::PathBuf;

use crate::entra::{AttributeMapping, ColumnPlan, Edit, MappingSeverity, ResourceKind};
use crate::session::mappings::document::Template;
use crate::session::mappings::trial::ReportFormat;

/// One thing asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum MappingsAction {
    /// The page is shown: open a template and read people, unless that was done.
    Begin,
    /// Open a template in the place of what is open, or ask first where changes would be lost.
    OpenTemplate(Template),
    /// Put the rows of a template into the open schema, whose own ids stay.
    UseRows(Template),
    /// Close the window, or ask first where changes would be lost.
    Quit,
    /// Keep the changes: what would lose them is not done.
    Keep,
    /// Go on with what was asked for although changes are lost.
    Discard(Box<Self>),
    /// Show the dialog of the system for a schema to open.
    AskOpen,
    /// Open a schema.
    Open(PathBuf),
    /// Open a file that was dropped on the page: a schema, or people.
    Dropped(PathBuf),
    /// Show the dialog of the system for where to save the schema.
    AskSave,
    /// Save the schema.
    Save(PathBuf),
    /// Change the mapping; all of it is one step to undo.
    Edit(Vec<Edit>),
    /// Make the changes that a finding offers, unless it is of an older mapping, whose rows stood elsewhere.
    Fix(u64, Vec<Edit>),
    /// Put this row in the place of the one that somebody types into.
    Type(ResourceKind, usize, Box<AttributeMapping>),
    /// The field of the target is left: what is typed there is meant.
    TargetTyped,
    /// Add an empty row and look at it.
    AddRow(ResourceKind),
    /// Make all changes that findings of this severity or worse offer, until none is left.
    FixAll(MappingSeverity),
    /// Take back the last change.
    Undo,
    /// Make it again.
    Redo,
    /// Try the mapping on the sandbox's own directory.
    PeopleOfSandbox,
    /// Show the dialog of the system for a file of people.
    AskPeople,
    /// Try the mapping on the people of a file.
    PeopleOfFile(PathBuf),
    /// Try the mapping on the people of a CSV file whose columns were matched by hand.
    PeopleOfColumns(PathBuf, ColumnPlan),
    /// Open the dialog in which one person is typed.
    AskTyped,
    /// Try the mapping on one person, typed by hand.
    TypedPerson(Vec<(String, String)>),
    /// The trouble with a file was read.
    Understood,
    /// Read what Command holds again.
    ReadHeld,
    /// Show the values of this person.
    Choose(usize),
    /// Try the mapping on everybody.
    TryEveryone,
    /// Stop that.
    StopTrying,
    /// Compare with the mapping as it was opened.
    CompareWithOpened,
    /// Show the dialog of the system for a schema to compare with.
    AskCompare,
    /// Compare with another schema.
    Compare(PathBuf),
    /// Make the same comparison again, of the mapping and the people as they are now.
    CompareAgain,
    /// Show no comparison.
    CloseComparison,
    /// Show the dialog of the system for where to write a report.
    AskReport(ReportFormat),
    /// Write a report.
    Report(ReportFormat, PathBuf),
}
