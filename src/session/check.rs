//! The staged check of a connection, as the screen shows it.

use std::time::Duration;

use jiff::Timestamp;

use crate::client::{Stage, StageReport, StageState};
use crate::session::connection::ConnectionKey;
use crate::session::outcome::CheckRun;
use crate::session::problem::{Problem, sentence};

/// How a stage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its turn has not come.
    Waiting,
    /// It runs.
    Running,
    /// All is well.
    Good,
    /// It works, and someone should know this.
    Warning,
    /// It does not work.
    Failed,
    /// It has no meaning here.
    Skipped,
}

/// One stage.
#[derive(Clone, Debug)]
pub(crate) struct StageRow {
    /// Its name.
    pub(crate) title: &'static str,
    /// What it finds out.
    pub(crate) question: &'static str,
    /// How it stands.
    pub(crate) standing: Standing,
    /// How long it took.
    pub(crate) took: Option<Duration>,
    /// What was found, or what happened.
    pub(crate) note: String,
    /// Why it failed.
    pub(crate) why: String,
    /// What to do.
    pub(crate) advice: String,
}

/// A check of the connection.
#[derive(Debug, Default)]
pub(crate) struct CheckState {
    /// Which run.
    pub(crate) run: CheckRun,
    /// Of which connection.
    pub(crate) of: Option<ConnectionKey>,
    /// Whether it runs.
    pub(crate) is_running: bool,
    /// When it ended.
    pub(crate) ended_at: Option<Timestamp>,
    /// Why it could not run.
    pub(crate) problem: Option<Problem>,
    reports: Vec<StageReport>,
}

impl CheckState {
    /// No check of this connection yet; what an earlier run still brings is not taken in.
    pub(crate) fn after(earlier: &Self) -> Self {
        Self { run: earlier.run.next(), ..Self::default() }
    }

    /// A check that has just begun.
    pub(crate) fn begin(earlier: &Self, of: ConnectionKey) -> Self {
        Self { of: Some(of), is_running: true, ..Self::after(earlier) }
    }

    /// Takes in news of a stage.
    pub(crate) fn take(&mut self, report: StageReport) {
        match self.reports.iter_mut().find(|known| known.stage == report.stage) {
            Some(known) => *known = report,
            None => self.reports.push(report),
        }
    }

    /// Whether it was ever begun.
    pub(crate) fn is_blank(&self) -> bool {
        self.reports.is_empty() && !self.is_running && self.problem.is_none()
    }

    /// Whether all stages ended well enough to work with.
    pub(crate) fn passed(&self) -> bool {
        !self.is_running
            && self.problem.is_none()
            && self.reports.len() == Stage::ALL.len()
            && !self.reports.iter().any(|report| {
                matches!(report.state, StageState::Started | StageState::Failed { .. })
            })
    }

    /// The stages that someone should look at.
    pub(crate) fn concerns(&self) -> usize {
        let concerns = |report: &&StageReport| {
            matches!(report.state, StageState::Failed { .. } | StageState::Warned { .. })
        };
        self.reports.iter().filter(concerns).count()
    }

    /// All stages in order, those still to come included.
    pub(crate) fn rows(&self) -> impl Iterator<Item = StageRow> {
        Stage::ALL.into_iter().map(|stage| {
            let report = self.reports.iter().find(|report| report.stage == stage);
            row(stage, report.map(|report| &report.state))
        })
    }

    /// The whole result as text, for a ticket.
    pub(crate) fn text(&self) -> String {
        let row = |row: StageRow| {
            let parts = [row.note, row.why, row.advice].map(|part| sentence(&part));
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            format!("{}: {:?}. {}", row.title, row.standing, parts.collect::<Vec<_>>().join(" "))
        };
        let problem = self.problem.as_ref().map(Problem::text);
        self.rows().map(row).chain(problem).collect::<Vec<_>>().join("\n")
    }
}

fn row(stage: Stage, reported: Option<&StageState>) -> StageRow {
    let (title, question) = words(stage);
    let waiting = StageRow {
        title,
        question,
        standing: Standing::Waiting,
        took: None,
        note: String::new(),
        why: String::new(),
        advice: String::new(),
    };
    match reported {
        None => waiting,
        Some(StageState::Started) => StageRow { standing: Standing::Running, ..waiting },
        Some(StageState::Passed { took, note }) => {
            StageRow { standing: Standing::Good, took: Some(*took), note: note.clone(), ..waiting }
        }
        Some(StageState::Warned { took, note, advice }) => StageRow {
            standing: Standing::Warning,
            took: Some(*took),
            note: note.clone(),
            advice: advice.clone(),
            ..waiting
        },
        Some(StageState::Failed { took, what, why, advice }) => StageRow {
            standing: Standing::Failed,
            took: Some(*took),
            note: what.clone(),
            why: sentence(why),
            advice: advice.clone(),
            ..waiting
        },
        Some(StageState::Skipped { note }) => {
            StageRow { standing: Standing::Skipped, note: note.clone(), ..waiting }
        }
    }
}

fn words(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Name => ("Name", "Does the host name have an address?"),
        Stage::Connection => ("Connection", "Does something listen there?"),
        Stage::Tls => ("TLS", "Does it prove who it is?"),
        Stage::Token => ("Token", "Does it accept the token and list people?"),
        Stage::Discovery => ("Discovery", "Does it describe itself?"),
        Stage::Filter => {
            ("Filter", "Does it answer the search that Entra's Test Connection makes?")
        }
        Stage::Paging => ("Paging", "Does it hand out long lists in pages?"),
        Stage::Clock => ("Clock", "Do its clock and this computer's agree?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(stage: Stage, news: StageState) -> StageReport {
        StageReport { stage, state: news }
    }

    fn good() -> StageState {
        StageState::Passed { took: Duration::from_millis(3), note: "fine".to_owned() }
    }

    fn failed() -> StageState {
        let (what, why, advice) =
            ("It refuses".to_owned(), "The token is old".to_owned(), "Replace it".to_owned());
        StageState::Failed { took: Duration::from_millis(3), what, why, advice }
    }

    fn warned() -> StageState {
        StageState::Warned {
            took: Duration::from_millis(3),
            note: "slow".to_owned(),
            advice: "Look".to_owned(),
        }
    }

    /// A check of which every stage ended so, but for the one given.
    fn check_with(stage: Stage, news: StageState) -> CheckState {
        let mut check = CheckState::begin(&CheckState::default(), ConnectionKey::sandbox());
        for stage in Stage::ALL {
            check.take(report(stage, good()));
        }
        check.take(report(stage, news));
        check.is_running = false;
        check
    }

    #[test]
    fn a_check_passes_only_when_every_stage_ended_well() {
        for (state, expected) in [
            (good(), (true, 0)),
            (warned(), (true, 1)),
            (StageState::Skipped { note: String::new() }, (true, 0)),
            (failed(), (false, 1)),
            (StageState::Started, (false, 0)),
        ] {
            let check = check_with(Stage::Clock, state.clone());
            assert_eq!((check.passed(), check.concerns()), expected, "{state:?}");
        }
        let mut check = check_with(Stage::Clock, good());
        check.is_running = true;
        assert!(!check.passed());
        let mut check = CheckState::begin(&check, ConnectionKey::sandbox());
        check.is_running = false;
        check.take(report(Stage::Name, good()));
        assert!(!check.passed(), "seven stages are missing");
    }

    #[test]
    fn stages_stand_in_order_however_their_news_come() {
        let mut check = CheckState::begin(&CheckState::default(), ConnectionKey::sandbox());
        assert!(CheckState::default().is_blank() && !check.is_blank());
        check.take(report(Stage::Token, StageState::Started));
        check.take(report(Stage::Name, good()));
        check.take(report(Stage::Token, failed()));
        let rows: Vec<StageRow> = check.rows().collect();
        assert_eq!(
            rows.iter().map(|row| row.title).collect::<Vec<_>>()[..4],
            ["Name", "Connection", "TLS", "Token"]
        );
        assert_eq!(
            (rows[0].standing, rows[1].standing, rows[3].standing),
            (Standing::Good, Standing::Waiting, Standing::Failed)
        );
        assert_eq!(
            (rows[3].note.as_str(), rows[3].why.as_str(), rows[3].advice.as_str()),
            ("It refuses", "The token is old.", "Replace it")
        );
    }

    #[test]
    fn the_copied_result_names_every_stage_and_why_one_failed() {
        let text = check_with(Stage::Token, failed()).text();
        for stage in Stage::ALL {
            assert!(text.contains(words(stage).0), "{text}");
        }
        assert!(
            text.contains("Token: Failed. It refuses. The token is old. Replace it."),
            "{text}"
        );
    }
}
