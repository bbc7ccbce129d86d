//! Playing the identity provider: which form is open, and how a wish becomes a plan.

use crate::entra::Dialect;
use crate::journal::entry::Manner;
use crate::session::connection::Practice;
use crate::session::plan::practice::{PracticeForm, PracticeWish};
use crate::session::plan::wish::{Subjects, Wish};
use crate::session::plan::{Basis, Deed};
use crate::session::state::{Dialog, State};
use crate::session::update::Order;
use crate::verkada::Verb;

impl State {
    /// Whether a person may play the identity provider here.
    pub(crate) fn offers_practice(&self) -> bool {
        self.profile().is_some_and(|profile| {
            profile.tenant.is_some() && profile.capabilities().practice == Practice::Offered
        })
    }

    /// Opens the form; values of a person who is not read yet are read for it.
    pub(super) fn ask_practice(&mut self, form: Box<PracticeForm>) -> Vec<Order> {
        if !self.offers_practice() {
            return Vec::new();
        }
        let wanted = match form.as_ref() {
            PracticeForm::Change(person) => Some(person.id.clone()),
            PracticeForm::Provision(_)
            | PracticeForm::Join(_)
            | PracticeForm::Leave(_)
            | PracticeForm::AddMembers(_)
            | PracticeForm::TakeMembers(_) => None,
        };
        let stop = self.stop_preview();
        self.dialog = Some(Dialog::Practice(form));
        let is_open = |id: &String| self.person.as_ref().is_some_and(|open| open.id == *id);
        let read = match wanted.filter(|id| !is_open(id)) {
            Some(id) => self.open_person(id),
            None => Vec::new(),
        };
        stop.into_iter().chain(read).collect()
    }

    /// Plans what the identity provider is to do; the dialect is remembered.
    pub(super) fn practice(&mut self, wish: Box<PracticeWish>) -> Vec<Order> {
        if !self.offers_practice() {
            return Vec::new();
        }
        let (verb, dialect) = (wish.act.verb(), wish.dialect);
        let protected = match verb {
            Verb::HardDelete => self.settings.care(&self.active.0).protected,
            _ => Vec::new(),
        };
        let basis = match verb {
            Verb::HardDelete => self.basis(),
            _ => Basis { all: 0, ..self.basis() },
        };
        let deed = Deed::Entra(Vec::new());
        let subjects = Subjects::Practice(wish);
        let mut orders = self.begin_plan(Wish {
            verb,
            deed,
            manner: Manner::Direct,
            subjects,
            basis,
            protected,
        });
        orders.extend(self.remember_dialect(dialect));
        orders
    }

    fn remember_dialect(&mut self, dialect: Dialect) -> Vec<Order> {
        if self.settings.practice_dialect == dialect {
            return Vec::new();
        }
        self.settle(|settings| settings.practice_dialect = dialect)
    }
}
