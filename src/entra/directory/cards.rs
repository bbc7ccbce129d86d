//! The cards of a directory: what is wrong with each, and who has the card of somebody else.

use crate::entra::directory::{Column, Directory, DirectoryPerson};
use crate::scim::VerkadaAccess;
use crate::verkada::card::{check, duplicates, is_absent};
use crate::verkada::{CardCheck, CardFinding, CardSeverity, SharedCard};

/// Which attributes carry the parts of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardColumns {
    /// The name of the format.
    pub format: String,
    /// The card number.
    pub card_number: String,
    /// The card number in hexadecimal.
    pub card_number_hex: String,
    /// The state of the credential.
    pub status: String,
    /// The facility code.
    pub facility_code: String,
}

/// What is wrong with the cards of a directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardReport {
    /// How many people have a card.
    pub cards: usize,
    /// What is wrong or doubtful, by rows.
    pub problems: Vec<CardProblem>,
    /// How many of these are errors.
    pub errors: usize,
    /// The cards that several people have.
    pub shared: Vec<SharedCard>,
}

/// What is wrong or doubtful about the card of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardProblem {
    /// Whose card.
    pub row: usize,
    /// What.
    pub finding: CardFinding,
    /// How much it matters for what the cards were checked for.
    pub severity: CardSeverity,
}

impl Default for CardColumns {
    /// The extension attributes of Verkada's guide.
    fn default() -> Self {
        let attribute = |number: u8| format!("extensionAttribute{number}");
        Self {
            format: attribute(1),
            card_number: attribute(2),
            card_number_hex: attribute(3),
            status: attribute(4),
            facility_code: attribute(5),
        }
    }
}

impl Directory {
    /// Checks every card.
    pub fn check_cards(&self, columns: &CardColumns, purpose: CardCheck) -> CardReport {
        let places = [
            &columns.format,
            &columns.card_number,
            &columns.card_number_hex,
            &columns.status,
            &columns.facility_code,
        ]
        .map(|name| self.column(name));
        let mut report = CardReport::default();
        for person in self.people() {
            let card = card_of(person, places);
            if is_absent(&card) {
                continue;
            }
            report.cards += 1;
            report.problems.extend(check(&card).into_iter().map(|finding| CardProblem {
                row: person.row(),
                severity: finding.severity_for(purpose),
                finding,
            }));
        }
        let is_error = |problem: &&CardProblem| problem.severity == CardSeverity::Error;
        report.errors = report.problems.iter().filter(is_error).count();
        let cards = self.people().map(|person| (person.row(), card_of(person, places)));
        report.shared = duplicates(cards);
        report
    }
}

fn card_of(person: DirectoryPerson<'_>, places: [Option<Column>; 5]) -> VerkadaAccess<'_> {
    let text = |place: Option<Column>| place.and_then(|column| person.text_at(column));
    let [format, number, hex, status, facility] = places;
    VerkadaAccess {
        card_format: text(format),
        card_number: text(number),
        card_number_hex: text(hex),
        credential_status: text(status),
        facility_code: text(facility),
    }
}
