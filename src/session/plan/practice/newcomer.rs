//! Somebody whom Entra is to provision, as Entra's own directory would have the person.

use serde_json::Value;

use crate::entra::{AttributePath, Request};
use crate::session::plan::practice::NewValue;
use crate::session::plan::practice::attributes::{
    ATTRIBUTES, DEPARTMENT, DISPLAY_NAME, FAMILY_NAME, GIVEN_NAME, MAIL, USER_NAME,
};

/// The values of [`ATTRIBUTES`], in their order; an empty text is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Newcomer {
    values: [String; ATTRIBUTES.len()],
}

/// Made-up people to begin with.
const PEOPLE: [(&str, &str, &str, &str); 8] = [
    ("Rosalind", "Okafor", "Yard Planner", "Operations"),
    ("Mateus", "Albrecht", "Customs Clerk", "Compliance"),
    ("Ingeborg", "Castellanos", "Fleet Analyst", "Fleet"),
    ("Tariq", "Lindqvist", "Dock Supervisor", "Warehouse"),
    ("Noor", "Bergström", "Route Designer", "Network"),
    ("Piotr", "Nakamura", "Payroll Specialist", "Finance"),
    ("Amara", "Vasquez", "Site Manager", "Facilities"),
    ("Leif", "Adeyemi", "Recruiter", "People"),
];

impl Default for Newcomer {
    fn default() -> Self {
        Self { values: std::array::from_fn(|_| String::new()) }
    }
}

impl Newcomer {
    /// Somebody made up, of this domain, whose userName nobody has.
    pub(crate) fn made_up(domain: &str, is_taken: impl Fn(&str) -> bool) -> Self {
        let free = (0_u32..).find_map(|round| {
            PEOPLE.iter().find_map(|(given, family, title, department)| {
                let local = local_part(given, family);
                let number = if round == 0 { String::new() } else { (round + 1).to_string() };
                let user_name = format!("{local}{number}@{domain}");
                (!is_taken(&user_name)).then_some((given, family, title, department, user_name))
            })
        });
        let mut newcomer = Self::default();
        if let Some((given, family, title, department, user_name)) = free {
            newcomer.set(GIVEN_NAME, given);
            newcomer.set(FAMILY_NAME, family);
            newcomer.set(DISPLAY_NAME, &format!("{given} {family}"));
            newcomer.set(USER_NAME, &user_name);
            newcomer.set(MAIL, &user_name);
            newcomer.set("title", title);
            newcomer.set(DEPARTMENT, department);
        }
        newcomer
    }

    /// Somebody who was there before, as far as is known.
    pub(crate) fn known(user_name: &str, display_name: &str, department: Option<&str>) -> Self {
        let mut newcomer = Self::default();
        newcomer.set(USER_NAME, user_name);
        newcomer.set(MAIL, user_name);
        newcomer.set(DISPLAY_NAME, display_name);
        newcomer.set(DEPARTMENT, department.unwrap_or_default());
        newcomer
    }

    /// The text of an attribute, by path.
    pub(crate) fn get(&self, path: &str) -> &str {
        let both = ATTRIBUTES.iter().zip(&self.values);
        both.into_iter().find(|(own, _)| own.path == path).map_or("", |(_, value)| value)
    }

    /// Sets the text of an attribute, by path; a path that is not in the form changes nothing.
    pub(crate) fn set(&mut self, path: &str, text: &str) {
        let both = ATTRIBUTES.iter().zip(&mut self.values);
        if let Some((_, value)) = both.into_iter().find(|(own, _)| own.path == path) {
            text.clone_into(value);
        }
    }

    /// The texts, in the order of [`ATTRIBUTES`], to be typed into.
    pub(crate) fn texts_mut(&mut self) -> &mut [String; ATTRIBUTES.len()] {
        &mut self.values
    }

    /// The userName, without space around it.
    pub(crate) fn user_name(&self) -> &str {
        self.get(USER_NAME).trim()
    }

    /// The name to show; the userName where there is none.
    pub(crate) fn display_name(&self) -> &str {
        match self.get(DISPLAY_NAME).trim() {
            "" => self.user_name(),
            name => name,
        }
    }

    /// What Entra's default mapping sends as `externalId`: the mailNickname, which is what stands before the `@`.
    pub(crate) fn external_id(&self) -> &str {
        self.user_name().split('@').next().unwrap_or_default()
    }

    /// What is filled in. An attribute that is empty in Entra stays in the target as it is.
    pub(crate) fn values(&self) -> Vec<NewValue> {
        self.filled().map(|(path, text)| NewValue { path, text: Some(text) }).collect()
    }

    /// What Entra asks before it creates anybody.
    pub(crate) fn question(&self) -> Request {
        Request::match_user_name(self.user_name())
    }

    /// The request that creates the person.
    pub(crate) fn create(&self) -> Request {
        let attributes: Vec<_> = self
            .filled()
            .filter(|(path, _)| path.as_str() != USER_NAME)
            .map(|(path, text)| (path, Value::String(text)))
            .collect();
        Request::create_user(self.external_id(), self.user_name(), &attributes)
    }

    fn filled(&self) -> impl Iterator<Item = (AttributePath, String)> {
        ATTRIBUTES.iter().zip(&self.values).filter_map(|(attribute, text)| {
            let text = text.trim();
            if text.is_empty() { None } else { Some((attribute.path()?, text.to_owned())) }
        })
    }
}

/// What stands before the `@`: given and family name in small letters of ASCII.
pub(crate) fn local_part(given: &str, family: &str) -> String {
    let plain = |name: &str| {
        let letters = name.chars().filter_map(|letter| match letter {
            'ö' | 'Ö' => Some('o'),
            _ => letter.is_ascii_alphanumeric().then(|| letter.to_ascii_lowercase()),
        });
        letters.collect::<String>()
    };
    format!("{}.{}", plain(given), plain(family))
}
