//! What the person is told: kept in a list until dismissed, with a toast that points at the newest.

use jiff::Timestamp;

use crate::limits;
use crate::session::problem::Problem;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Something was done.
    Done,
    /// Something to know.
    Warning,
    /// Something failed.
    Failure,
}

/// One thing told.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    /// Its number, never used twice.
    pub(crate) number: u64,
    /// When it was told.
    pub(crate) at: Timestamp,
    /// How much it matters.
    pub(crate) weight: Weight,
    /// The headline.
    pub(crate) title: String,
    /// The rest.
    pub(crate) text: String,
}

/// All that was told and not dismissed.
#[derive(Default)]
pub(crate) struct Notices {
    notices: Vec<Notice>,
    told: u64,
}

impl Notices {
    /// Tells something.
    pub(crate) fn tell(
        &mut self,
        at: Timestamp,
        weight: Weight,
        title: impl Into<String>,
        text: impl Into<String>,
    ) {
        self.told += 1;
        self.notices.push(Notice {
            number: self.told,
            at,
            weight,
            title: title.into(),
            text: text.into(),
        });
        if self.notices.len() > limits::NOTICES_KEPT {
            self.notices.remove(0);
        }
    }

    /// Tells of a failure.
    pub(crate) fn fail(&mut self, at: Timestamp, problem: &Problem) {
        self.tell(at, Weight::Failure, problem.title(), problem.explanation());
    }

    /// All of them, oldest first.
    pub(crate) fn all(&self) -> &[Notice] {
        &self.notices
    }

    /// Takes one off the list.
    pub(crate) fn dismiss(&mut self, number: u64) {
        self.notices.retain(|notice| notice.number != number);
    }

    /// Takes all off the list.
    pub(crate) fn dismiss_all(&mut self) {
        self.notices.clear();
    }
}
