//! What to do in Command by hand, step by step: no API changes domains or the token there.

use egui::{Ui, Vec2};

use crate::session::action::{Action, OrganizationAction};
use crate::ui::Asked;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::card;
use crate::ui::widgets::steps::numbered;
use crate::ui::widgets::{paint, tabs, text};
use crate::verkada::menu;

const DOMAIN_STEPS: [&str; 3] = [
    "Open the SCIM page of Command as an Org Admin.",
    "Add the domain, or take it off, and save. The first domain ever shows the SCIM token, once, until the page reloads: copy it before anything else.",
    "Note the same domain here, so that this desk counts whom the list leaves outside.",
];

const REFRESH_STEPS: [&str; 4] = [
    "Open Entra beside it, at Provisioning › Admin credentials, so that you can paste at once.",
    "On the SCIM page of Command press Refresh. The old token is dead from that moment, and this can not be undone.",
    "Paste the new token in Entra as Secret Token, press Test Connection, then Save.",
    "Come back here and paste it once more: this desk proves that the new one works and the old one is dead, and keeps a receipt.",
];

/// Which of the two things is explained, and whether older menus are.
#[derive(Debug, Default)]
pub(super) struct Guide {
    topic: Topic,
    older: Older,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Topic {
    #[default]
    Domains,
    Refresh,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Older {
    #[default]
    Folded,
    Shown,
}

impl Guide {
    /// Draws the steps.
    pub(super) fn ui(&mut self, ui: &mut Ui, asked: &mut Asked<'_>) {
        card(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::new(size::GAP, size::GAP);
            ui.spacing_mut().interact_size.y = size::LINE_HEIGHT;
            text::strong(ui, "In Command, by hand");
            text::muted(
                ui,
                "Verkada offers no way to change domains or the token from outside, so you do it on Command's own page.",
            );
            let topics = [(Topic::Domains, "Domains"), (Topic::Refresh, "Refresh the token")];
            tabs::tabs(ui, &mut self.topic, &topics);
            self.path_ui(ui);
            let steps: &[&str] = match self.topic {
                Topic::Domains => &DOMAIN_STEPS,
                Topic::Refresh => &REFRESH_STEPS,
            };
            for (number, step) in (1..).zip(steps) {
                numbered(ui, number, step);
            }
            if self.topic == Topic::Refresh {
                breaks_ui(ui, asked);
            }
            text::hint(ui, &menu::SOURCE.to_string());
        });
    }

    fn path_ui(&mut self, ui: &mut Ui) {
        let [newest, older @ ..] = &menu::SCIM_PAGE;
        text::mono(ui, newest);
        let fold = match self.older {
            Older::Folded => "Not there? Older places",
            Older::Shown => "Hide the older places",
        };
        if button::link(ui, fold).clicked() {
            self.older = match self.older {
                Older::Folded => Older::Shown,
                Older::Shown => Older::Folded,
            };
        }
        if self.older == Older::Shown {
            for place in older {
                text::mono(ui, place);
            }
        }
        ui.add_space(size::GAP_SMALL);
        paint::separator(ui);
    }
}

fn breaks_ui(ui: &mut Ui, asked: &mut Asked<'_>) {
    let banner =
        Banner::new(Tone::Warning, "Provisioning fails from Refresh until Entra has the new token")
            .detail(
                "People who leave meanwhile stay active in Command, and doors stay open for them.",
            );
    banner.show(ui);
    let button = Button::primary("I refreshed it, paste the new token…").icon(icons::KEY);
    if ui.add(button).clicked() {
        asked.push(Action::Organization(OrganizationAction::AskRotate));
    }
}
