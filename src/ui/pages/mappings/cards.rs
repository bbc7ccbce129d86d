//! The card lab: one card by itself, checked, as bits, and as what sets it in Entra.

use egui::{Align, Frame, Layout, Margin, ScrollArea, Sense, Ui, Vec2};

use crate::entra::{CardProblem, DirectoryPerson};
use crate::session::action::Action;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::theme::{self, fonts, icons};
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::{KeyValue, card};
use crate::ui::widgets::code::{self, CodeDocument};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::select::Select;
use crate::ui::widgets::{badge, paint, text};
use crate::ui::words;
use crate::verkada::card::{
    BitRole, CREDENTIAL_STATUSES, CardBits, CardDraft, CardLayout, FORMATS, GRAPH_NOTE, Severity,
};

/// The fields of a card.
const FORM: f32 = 320.0;
/// One bit.
const BIT: Vec2 = Vec2::new(15.0, 22.0);
/// The request to Graph.
const REQUEST: f32 = 190.0;

/// What is typed.
pub(super) struct CardLab {
    draft: CardDraft,
    person: String,
    bits: String,
    /// Shared and wrong cards of the people that are listed.
    listed: usize,
    request: Option<(CardDraft, String, CodeDocument)>,
}

impl Default for CardLab {
    fn default() -> Self {
        Self {
            draft: CardDraft {
                format: "Standard 26-bit Wiegand".to_owned(),
                facility_code: "111".to_owned(),
                card_number: "7777".to_owned(),
                card_number_hex: String::new(),
                status: "active".to_owned(),
            },
            person: "ada@halcyon.example".to_owned(),
            bits: String::new(),
            listed: FIRST,
            request: None,
        }
    }
}

impl CardLab {
    /// Draws the lab; returns a person whom somebody wants to look at.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        asked: &mut Asked<'_>,
    ) -> Option<usize> {
        let mut opened = None;
        let margin = Margin { left: 20, right: 20, top: 0, bottom: 20 };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.x = size::GAP_LARGE;
                    column(ui, FORM, |ui| {
                        card(ui, |ui| self.form_ui(ui));
                        ui.add_space(size::GAP_LARGE);
                        card(ui, |ui| opened = people_ui(ui, state, &mut self.listed));
                    });
                    let rest = ui.available_width();
                    column(ui, rest, |ui| {
                        card(ui, |ui| self.findings_ui(ui));
                        ui.add_space(size::GAP_LARGE);
                        card(ui, |ui| self.bits_ui(ui));
                        ui.add_space(size::GAP_LARGE);
                        card(ui, |ui| self.request_ui(ui, asked));
                    });
                });
            });
        });
        opened
    }

    fn form_ui(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = size::GAP;
        ui.horizontal(|ui| {
            text::strong(ui, "Card");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let samples = ui.add(Button::plain("Sample").icon(icons::CARD));
                menu::menu(&samples, |ui| {
                    for (name, draft) in SAMPLES {
                        if Item::new(name).show(ui).clicked() {
                            let [format, facility_code, card_number, card_number_hex, status] =
                                draft.map(str::to_owned);
                            self.draft = CardDraft {
                                format,
                                facility_code,
                                card_number,
                                card_number_hex,
                                status,
                            };
                        }
                    }
                });
            });
        });
        let formats: Vec<(String, &str)> =
            FORMATS.iter().map(|format| (format.name.to_owned(), format.name)).collect();
        Select::new("Card format").show(ui, &mut self.draft.format, &formats);
        Field::new("Facility code").mono().show(ui, &mut self.draft.facility_code);
        Field::new("Card number").mono().show(ui, &mut self.draft.card_number);
        Field::new("Card number, hexadecimal").mono().show(ui, &mut self.draft.card_number_hex);
        let statuses: Vec<(String, &str)> = std::iter::once((String::new(), "(empty)"))
            .chain(CREDENTIAL_STATUSES.map(|status| (status.to_owned(), status)))
            .collect();
        Select::new("Credential status").show(ui, &mut self.draft.status, &statuses);
    }

    fn findings_ui(&self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
        let findings = self.draft.findings();
        ui.horizontal(|ui| {
            text::strong(ui, "What Command would say");
            if findings.is_empty() {
                badge::badge(ui, Tone::Good, "Nothing against it");
            }
        });
        for finding in &findings {
            let (tone, word) = match finding.severity() {
                Severity::Error => (Tone::Danger, "Error"),
                Severity::Warning => (Tone::Warning, "Warning"),
            };
            ui.horizontal_wrapped(|ui| {
                badge::badge(ui, tone, word);
                text::body(ui, &finding.to_string());
            });
        }
        text::hint(
            ui,
            "Limits come from public card layouts, not from Verkada: Command may take a number beyond them.",
        );
    }

    fn bits_ui(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = size::GAP;
        text::strong(ui, "Bits");
        match (self.draft.layout(), self.draft.bits()) {
            (Some(layout), Some(Ok(bits))) => layout_ui(ui, layout, bits),
            (Some(_), Some(Err(error))) => drop(text::error(ui, &error.to_string())),
            (Some(_), None) => drop(text::muted(ui, "Type the numbers in digits to see the bits.")),
            (None, _) => drop(text::muted(
                ui,
                "No trustworthy layout of this format is public, so nothing is encoded or decoded here.",
            )),
        }
        paint::separator(ui);
        Field::new("Decode bits or hexadecimal digits from a reader")
            .hint("00110011000000000000000101 or 0x0CC0005")
            .mono()
            .show(ui, &mut self.bits);
        let typed = self.bits.trim().to_owned();
        if !typed.is_empty() {
            decoded_ui(ui, &typed, self.draft.layout());
        }
    }

    fn request_ui(&mut self, ui: &mut Ui, asked: &mut Asked<'_>) {
        ui.spacing_mut().item_spacing.y = size::GAP;
        let mut is_copied = false;
        ui.horizontal(|ui| {
            text::strong(ui, "Setting it in Entra");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let copy = Button::plain("Copy").icon(icons::COPY).name("Copy the request");
                is_copied = ui.add(copy).clicked();
            });
        });
        Field::new("Person, by object id or userPrincipalName").mono().show(ui, &mut self.person);
        let is_new = self
            .request
            .as_ref()
            .is_none_or(|(draft, person, _)| *draft != self.draft || *person != self.person);
        if is_new {
            let request = self.draft.graph_request(self.person.trim());
            let whole = format!("{} {}\n\n{}", request.method, request.url, request.body);
            self.request =
                Some((self.draft.clone(), self.person.clone(), CodeDocument::new(whole)));
        }
        if let Some((_, _, document)) = &mut self.request {
            text::muted(
                ui,
                "A request to Microsoft Graph that you send yourself; this program sends none.",
            );
            if is_copied {
                asked.push(Action::Copy(document.text().to_owned()));
            }
            ui.allocate_ui(Vec2::new(ui.available_width(), REQUEST), |ui| {
                if let Some(copied) = code::code(ui, "Graph request", document) {
                    asked.push(Action::Copy(copied));
                }
            });
        }
        text::hint(ui, GRAPH_NOTE);
    }
}

/// Cards that teach something: a good one, the guide's, and what spreadsheets do to them.
const SAMPLES: [(&str, [&str; 5]); 6] = [
    ("The guide's example", ["Standard 26-bit Wiegand", "111", "7777", "7", "active"]),
    ("A facility code over its limit", ["Standard 26-bit Wiegand", "311", "7781", "", "active"]),
    ("Rounded by a spreadsheet", ["HID 37-bit No Facility Code", "", "1.23E+10", "", "active"]),
    ("Lost leading zeros", ["DESFire CSN", "", "", "4A1B2C3D5E80", "active"]),
    (
        "Decimal in the hex field",
        ["MiFare 4-Byte (32 bit) CSN", "", "12345678", "12345678", "active"],
    ),
    (
        "Deactivated before it was set up",
        ["HID Corporate 1000-35", "2047", "104857", "", "deactivated"],
    ),
];

fn column(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(Vec2::new(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        add(ui);
    });
}

/// The bits of a card, each with what it is for.
fn layout_ui(ui: &mut Ui, layout: &CardLayout, bits: CardBits) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(1.0, 2.0);
        for (at, role) in (0..bits.length()).zip(layout.roles()) {
            bit_ui(ui, layout, at, role, bits.get(at).unwrap_or_default());
        }
    });
    ui.horizontal_wrapped(|ui| {
        for (tone, name) in legend(layout) {
            badge::status(ui, tone, name);
        }
    });
    KeyValue::new("Binary", &bits.to_binary()).mono().show(ui);
    KeyValue::new("Hexadecimal", &bits.to_hex()).mono().show(ui);
    KeyValue::new("Known as", layout.known_as).show(ui);
}

fn legend(layout: &CardLayout) -> Vec<(Tone, &'static str)> {
    let mut seen = Vec::new();
    for role in layout.roles() {
        let (tone, name) = role_look(role);
        let entry = (tone, if matches!(role, BitRole::Parity(_)) { "Parity" } else { name });
        if !seen.contains(&entry) {
            seen.push(entry);
        }
    }
    seen
}

const fn role_look(role: BitRole) -> (Tone, &'static str) {
    match role {
        BitRole::Parity(crate::verkada::card::Parity::Even) => (Tone::Warning, "Even parity"),
        BitRole::Parity(crate::verkada::card::Parity::Odd) => (Tone::Warning, "Odd parity"),
        BitRole::FacilityCode => (Tone::Accent, "Facility code"),
        BitRole::CardNumber => (Tone::Good, "Card number"),
        BitRole::Issue => (Tone::Sandbox, "Issue"),
        BitRole::Maker => (Tone::Sandbox, "Maker"),
        BitRole::Serial => (Tone::Good, "Serial number"),
        BitRole::Fixed => (Tone::Neutral, "Fixed"),
    }
}

#[expect(clippy::fn_params_excessive_bools, reason = "a bit is one")]
fn bit_ui(ui: &mut Ui, layout: &CardLayout, at: u8, role: BitRole, on: bool) {
    let (tone, name) = role_look(role);
    let pair = theme::tokens(ui).tone(tone);
    let (rect, response) = ui.allocate_exact_size(BIT, Sense::hover());
    ui.painter().rect_filled(rect, 3.0, pair.soft);
    let digit = if on { "1" } else { "0" };
    let drawn = paint::line(ui.painter(), digit, fonts::mono(), pair.text);
    let left = rect.center().x - drawn.size().x / 2.0;
    paint::put(ui.painter(), left, rect.center().y, drawn);
    paint::announce(&response, egui::accesskit::Role::Label, &format!("Bit {at}: {digit}, {name}"));
    let covered = layout.covered_by(at);
    let about = match (covered.first(), covered.last()) {
        (Some(first), Some(last)) => format!("Bit {at}: {name}, over bits {first} to {last}"),
        _ => format!("Bit {at}: {name}"),
    };
    response.on_hover_text(about);
}

/// What bits from a reader mean in the chosen format and in others of the same length.
fn decoded_ui(ui: &mut Ui, typed: &str, layout: Option<&'static CardLayout>) {
    let is_binary = typed.len() > 16 && typed.bytes().all(|byte| matches!(byte, b'0' | b'1'));
    let bits = if is_binary {
        CardBits::from_binary(typed)
    } else if let Some(layout) = layout {
        CardBits::from_hex(typed, layout.length)
    } else {
        text::muted(ui, "Choose a format with a known layout to read hexadecimal digits.");
        return;
    };
    let bits = match bits {
        Ok(bits) => bits,
        Err(error) => {
            text::error(ui, &error.to_string());
            return;
        }
    };
    let mut any = false;
    for (layout, decoded) in bits.readings() {
        any = true;
        let numbers = decoded.numbers;
        let mut parts = Vec::new();
        if let Some(code) = numbers.facility_code {
            parts.push(format!("facility code {code}"));
        }
        if let Some(number) = numbers.card_number {
            parts.push(format!("card number {number}"));
        }
        let parity = if decoded.wrong_parity.is_empty() {
            (Tone::Good, "parity right")
        } else {
            (Tone::Danger, "parity wrong")
        };
        ui.horizontal_wrapped(|ui| {
            text::body(ui, layout.format);
            text::muted(ui, &parts.join(", "));
            badge::badge(ui, parity.0, parity.1);
        });
    }
    if !any {
        text::muted(ui, &format!("No known layout has {} bits.", bits.length()));
    }
}

/// The cards that two people have, then those that are wrong, then the doubtful ones.
fn people_ui(ui: &mut Ui, state: &State, listed: &mut usize) -> Option<usize> {
    let work = &state.mappings;
    let people = work.people.value()?;
    let mut opened = None;
    ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
    text::strong(ui, "Cards of the people");
    let report = &work.cards;
    text::muted(
        ui,
        &format!(
            "{} · {} wrong, {} doubtful, {} shared",
            words::counted(report.cards, "card", "cards"),
            words::count(report.errors),
            words::count(report.problems.len() - report.errors),
            words::count(report.shared.len())
        ),
    );
    let label = |row: usize| people.person(row).map(DirectoryPerson::label).unwrap_or_default();
    for shared in report.shared.iter().take(*listed) {
        let names: Vec<String> = shared.rows.iter().take(3).map(|row| label(*row)).collect();
        ui.horizontal_wrapped(|ui| {
            badge::badge(ui, Tone::Danger, "One card");
            let name = names.join(" and ");
            if button::link_named(ui, &name, &format!("One card: {name}")).clicked() {
                opened = shared.rows.first().copied();
            }
        });
    }
    let is_wrong = |problem: &&CardProblem| problem.severity == Severity::Error;
    let wrong = report.problems.iter().filter(is_wrong);
    let doubtful = report.problems.iter().filter(|problem| !is_wrong(problem));
    for problem in wrong.chain(doubtful).take(*listed) {
        let tone = if is_wrong(&problem) { Tone::Danger } else { Tone::Warning };
        ui.horizontal_wrapped(|ui| {
            badge::badge(ui, tone, if tone == Tone::Danger { "Wrong" } else { "Doubtful" });
            let name = label(problem.row);
            let called = format!("{name}: {}", problem.finding);
            if button::link_named(ui, &name, &called).clicked() {
                opened = Some(problem.row);
            }
        });
        text::hint(ui, &problem.finding.to_string());
    }
    let left = report.problems.len().max(report.shared.len()).saturating_sub(*listed);
    if left > 0 && button::link(ui, &format!("Show {} more", left.min(MORE))).clicked() {
        *listed += MORE;
    }
    opened
}

/// Shared and wrong cards that are listed at first.
const FIRST: usize = 8;
/// So many more are listed each time that somebody wants more.
const MORE: usize = 100;
