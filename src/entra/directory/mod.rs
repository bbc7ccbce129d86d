//! People as Entra's provisioning sees them: a table of attributes by the names that mappings use.
//!
//! All texts stand once in one arena; a cell is the number of a text. A hundred thousand people with thirty attributes, twenty
//! of them with few different texts, take about 24 MB: 80 bytes of cells each, and what is written of them alone.
//!
//! | decided here, for Microsoft says nothing | because |
//! |---|---|
//! | an empty text is no value | Graph stores none, and a cell of a CSV file can not tell |
//! | the Graph name of an attribute finds it too | who looks for `mobilePhone` means `mobile` |
//! | nobody is `IsSoftDeleted` where a file tells nothing of it | most lists hold people in scope; reading says so |
//! | values are text, booleans `True` and `False` | so expressions see them |
//! | of two names of one attribute, the surest that has a value counts for each person, and a difference is told | `mobile` and `mobilePhone` side by side, one of them left empty |
//! | several values of an attribute that holds one: the first, and it is told; of `businessPhones` it is not | `telephoneNumber` is documented as the first of them, the others have no second |
//! | in Entra's template for many people, a first line that begins with `Example:` is nobody, and it is told | the template shows so how a line is written |
//! | a number in JSON is its own text | `18446744073709551616` is a badge number, and not about 1.8e19 |
//! | a header that says who is blocked is turned round: yes is `accountEnabled` `False` | it is the question that Entra's template for many people and the Microsoft 365 admin center ask |
//! | yes and no are read in English, German, French, Spanish, Italian, Portuguese and Dutch; any other word stays and is told | spreadsheets write `FALSCH` and `FAUX`, and a guess could make a blocked person active |

mod builder;
mod cards;
mod cells;
mod csv_text;
mod derive;
mod json_people;
mod json_text;
mod known;
mod plan;
mod problem;
mod read;
mod read_csv;
mod read_json;
mod reader;
mod rivals;
mod search;
mod values;
mod words;
mod write_csv;

use std::ops::Range;

use hashbrown::HashMap;

use crate::entra::expression::{Attributes, Value};

use cells::Cells;

pub(crate) use builder::DirectoryBuilder;
pub use cards::{CardColumns, CardProblem, CardReport};
pub(crate) use known::is_extension;
pub use known::{AttributeKind, KnownAttribute};
pub use plan::{ColumnPlan, Confidence, PlannedColumn};
pub use problem::FileProblem;
pub use read::ReadDirectory;
pub use reader::DirectoryReader;

/// People of Entra, many of them.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    columns: Vec<StoredColumn>,
    /// Every name by which a column is found, those of Graph too.
    names: HashMap<Box<str>, Column>,
    people: usize,
    texts: Texts,
}

/// Which column; good for the directory it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column(u32);

/// One person of a directory.
#[derive(Clone, Copy, Debug)]
pub struct DirectoryPerson<'a> {
    directory: &'a Directory,
    row: usize,
}

/// By what a person is found in Command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonKeys<'a> {
    /// `userPrincipalName`
    pub user_principal_name: Option<&'a str>,
    /// `mail`
    pub mail: Option<&'a str>,
    /// `objectId`
    pub object_id: Option<&'a str>,
}

#[derive(Clone, Debug)]
struct StoredColumn {
    name: Box<str>,
    /// Whether it was made from other columns and is not written into a file.
    is_computed: bool,
    cells: Cells,
}

/// The number of a text, of a list of texts, or nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cell(u32);

/// Marks a cell that is a list.
const LIST: u32 = 1 << 31;

/// Texts one behind the other. Number 0 is none.
#[derive(Clone, Debug)]
struct Texts {
    arena: String,
    /// Where the text of each number ends, which is where the next one begins.
    ends: Vec<u32>,
    /// The members of all lists, one list behind the other.
    members: Vec<u32>,
    list_ends: Vec<u32>,
}

impl Directory {
    /// One person, typed by hand: names and values. A name that comes again makes a list; what means true or false is read
    /// as in files.
    pub fn of_person<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut gathered: Vec<(&str, Vec<&str>)> = Vec::new();
        for (name, value) in values {
            match gathered.iter_mut().find(|(known, _)| *known == name) {
                Some((_, values)) => values.push(value),
                None => gathered.push((name, vec![value])),
            }
        }
        let mut builder = DirectoryBuilder::default();
        for (name, mut values) in gathered {
            let known = KnownAttribute::named(name);
            if known.is_some_and(|known| known.kind == AttributeKind::Boolean) {
                for value in &mut values {
                    *value = words::boolean(value).unwrap_or(value);
                }
            }
            let column = builder.column(known.map_or(name, |known| known.name));
            builder.set_all(column, &values);
        }
        builder.end_person();
        builder.finish()
    }

    /// How many people.
    pub const fn len(&self) -> usize {
        self.people
    }

    /// Whether nobody is in it.
    pub const fn is_empty(&self) -> bool {
        self.people == 0
    }

    /// Whether some attribute of these people says who each is: an id, an address, or at least a name.
    pub fn tells_who(&self) -> bool {
        let mut names = known::IDENTIFYING.iter().chain(&["displayName"]);
        names.any(|name| self.has_any(name))
    }

    /// The person of this row.
    pub fn person(&self, row: usize) -> Option<DirectoryPerson<'_>> {
        (row < self.people).then_some(DirectoryPerson { directory: self, row })
    }

    /// Everybody, in order.
    pub fn people(&self) -> impl ExactSizeIterator<Item = DirectoryPerson<'_>> {
        (0..self.people).map(|row| DirectoryPerson { directory: self, row })
    }

    /// The column of an attribute, by its name in mappings or in Graph; none where the people came without it. It may be
    /// empty, see [`Self::has_any`].
    pub fn column(&self, name: &str) -> Option<Column> {
        self.names.get(name).copied()
    }

    /// Whether somebody has a value of the attribute of this name: a CSV file may have a column that is blank from top to
    /// bottom.
    pub fn has_any(&self, name: &str) -> bool {
        self.column(name)
            .and_then(|column| self.stored(column))
            .is_some_and(|stored| stored.cells.has_any())
    }

    /// The names of all columns as mappings call them, in the order of the file, then those that were computed.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| &*column.name)
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        let cells: usize = self.columns.iter().map(|column| column.cells.bytes()).sum();
        let numbers = self.texts.ends.capacity()
            + self.texts.members.capacity()
            + self.texts.list_ends.capacity();
        cells + numbers * size_of::<u32>() + self.texts.arena.capacity()
    }

    fn cell(&self, row: usize, column: Column) -> Cell {
        self.stored(column).map(|stored| stored.cells.get(row)).unwrap_or_default()
    }

    fn stored(&self, column: Column) -> Option<&StoredColumn> {
        usize::try_from(column.0).ok().and_then(|at| self.columns.get(at))
    }
}

impl<'a> DirectoryPerson<'a> {
    /// Which row.
    pub const fn row(self) -> usize {
        self.row
    }

    /// What stands in a column.
    pub fn value_at(self, column: Column) -> Value<'a> {
        let texts = &self.directory.texts;
        let cell = self.directory.cell(self.row, column);
        if cell == Cell::default() {
            return Value::Null;
        }
        match texts.list(cell) {
            Some(members) => {
                Value::Many(members.iter().map(|member| texts.text(*member).into()).collect())
            }
            None => Value::Text(texts.text(cell.0).into()),
        }
    }

    /// The text in a column, of a list the first.
    pub fn text_at(self, column: Column) -> Option<&'a str> {
        let texts = &self.directory.texts;
        let cell = self.directory.cell(self.row, column);
        let number = match texts.list(cell) {
            Some(members) => *members.first()?,
            None => cell.0,
        };
        (number != 0).then(|| texts.text(number))
    }

    /// The text of an attribute, of a list the first.
    pub fn text(self, name: &str) -> Option<&'a str> {
        self.text_at(self.directory.column(name)?)
    }

    /// What to call the person: the display name, else the sign-in name, else the row.
    pub fn label(self) -> String {
        let text = self.text("displayName").or_else(|| self.text("userPrincipalName"));
        text.map_or_else(|| format!("Row {}", self.row + 1), str::to_owned)
    }

    /// By what the person is found in Command.
    pub fn keys(self) -> PersonKeys<'a> {
        PersonKeys {
            user_principal_name: self.text("userPrincipalName"),
            mail: self.text("mail"),
            object_id: self.text("objectId"),
        }
    }
}

impl Attributes for DirectoryPerson<'_> {
    fn value(&self, name: &str) -> Value<'_> {
        self.directory.column(name).map_or(Value::Null, |column| self.value_at(column))
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self { arena: String::new(), ends: vec![0], members: Vec::new(), list_ends: Vec::new() }
    }
}

impl Texts {
    /// The text of a number; an empty one where that is of nothing or of a list.
    #[inline]
    fn text(&self, number: u32) -> &str {
        let number = number as usize;
        let ends = (self.ends.get(number.wrapping_sub(1)), self.ends.get(number));
        let (Some(start), Some(end)) = ends else { return "" };
        self.arena.get(*start as usize..*end as usize).unwrap_or_default()
    }

    fn list(&self, cell: Cell) -> Option<&[u32]> {
        let at = usize::try_from(cell.0 & !LIST).ok().filter(|_| cell.0 & LIST != 0)?;
        slice_of(&self.list_ends, at).and_then(|range| self.members.get(range))
    }
}

/// Where something stands that ends where the table says, and begins where the one before it ends.
fn slice_of(ends: &[u32], at: usize) -> Option<Range<usize>> {
    let end = usize::try_from(*ends.get(at)?).ok()?;
    let start = at.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    Some(usize::try_from(start).ok()?..end)
}

#[cfg(test)]
mod tests;
