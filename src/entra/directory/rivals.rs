//! Names of one attribute that stand side by side in a file and hold different values.

use crate::entra::directory::builder::DirectoryBuilder;
use crate::entra::directory::problem::{FileProblem, Place, quoted};
use crate::entra::directory::read::Doubts;
use crate::entra::directory::values::Target;
use crate::entra::directory::{Cell, Confidence};
use crate::limits;

/// A name that a file has for an attribute, and how sure it is that it means that.
#[derive(Clone, Copy)]
pub(super) struct Named<'n> {
    pub(super) name: &'n str,
    pub(super) confidence: Confidence,
}

/// Which names of one attribute were found to differ. For each person the surest name counts that has a value.
#[derive(Default)]
pub(super) struct Rivals(Vec<Rival>);

struct Rival {
    counts: String,
    other: String,
    first: Place,
    people: usize,
}

impl Rivals {
    /// Writes what a name has for a person, who may have a value by another name of the attribute already, and says whether
    /// it counts.
    pub(super) fn write(
        &mut self,
        builder: &mut DirectoryBuilder,
        (target, values): (&Target, &[&str]),
        (name, other): (Named<'_>, Option<Named<'_>>),
        place: Place,
    ) -> bool {
        let before = target.write(builder, values);
        let Some(other) = other.filter(|_| before != Cell::default()) else { return true };
        let is_same = builder.is_same(before, builder.current(target.column));
        let is_surer = name.confidence > other.confidence;
        if !is_surer {
            builder.restore(target.column, before);
        }
        if !is_same {
            let (counts, other) = if is_surer { (name, other) } else { (other, name) };
            self.note(counts.name, other.name, place);
        }
        is_surer
    }

    fn note(&mut self, counts: &str, other: &str, place: Place) {
        let known = self.0.iter_mut().find(|rival| rival.counts == counts && rival.other == other);
        if let Some(rival) = known {
            rival.people += 1;
        } else if self.0.len() < limits::RIVALS_TOLD {
            // A JSON file may pair hundreds of spellings of one name.
            self.0.push(Rival {
                counts: counts.to_owned(),
                other: other.to_owned(),
                first: place,
                people: 1,
            });
        }
    }

    /// Tells of each pair once.
    pub(super) fn tell(self, doubts: &mut Doubts) {
        for rival in self.0 {
            let (counts, other) = (quoted(&rival.counts), quoted(&rival.other));
            let more = match rival.people - 1 {
                0 => "here".to_owned(),
                1 => "here and for 1 person more".to_owned(),
                more => format!("here and for {more} people more"),
            };
            doubts.of_file(FileProblem::of(
                rival.first,
                format!(
                    "{counts} and {other} are one attribute, and differ {more}. {counts} counts; remove what is wrong."
                ),
            ));
        }
    }
}
