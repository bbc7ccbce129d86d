//! What a rule looks at, and how it tells what it found.

use crate::entra::directory::{Directory, DirectoryPerson};
use crate::entra::lint::{Edit, Fix, MappingFinding, MappingSeverity};
use crate::entra::mapping::{AttributeMapping, ObjectMapping, Source, TargetAttribute};
use crate::entra::request::ResourceKind;
use crate::entra::schema::described;
use crate::verkada::count;
use crate::verkada::name::shown;

/// Pages that rules come from.
pub(super) mod page {
    use crate::verkada::ENTRA_GUIDE;

    pub(in crate::entra::lint) const GUIDE: &str = ENTRA_GUIDE.address;
    pub(in crate::entra::lint) const CUSTOMIZE: &str = "https://learn.microsoft.com/en-us/entra/identity/app-provisioning/customize-application-attributes";
    pub(in crate::entra::lint) const FUNCTIONS: &str = "https://learn.microsoft.com/en-us/entra/identity/app-provisioning/functions-for-customizing-application-data";
    pub(in crate::entra::lint) const HOW: &str =
        "https://learn.microsoft.com/en-us/entra/identity/app-provisioning/how-provisioning-works";
    pub(in crate::entra::lint) const KNOWN_ISSUES: &str =
        "https://learn.microsoft.com/en-us/entra/identity/app-provisioning/known-issues";
    pub(in crate::entra::lint) const LOGS: &str = "https://learn.microsoft.com/en-us/entra/identity/monitoring-health/howto-analyze-provisioning-logs";
    pub(in crate::entra::lint) const PROPERTIES: &str =
        "https://learn.microsoft.com/en-us/graph/migrate-azure-ad-graph-property-differences";
    pub(in crate::entra::lint) const SAML: &str =
        "https://learn.microsoft.com/en-us/entra/identity/saas-apps/verkada-command-tutorial";
    pub(in crate::entra::lint) const SCOPE: &str = "https://learn.microsoft.com/en-us/entra/identity/app-provisioning/define-conditional-rules-for-provisioning-user-accounts";
    pub(in crate::entra::lint) const SCIM: &str = "https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups";
}

/// A rule: what stays the same of all its findings.
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) severity: MappingSeverity,
    pub(super) why: &'static str,
    pub(super) source: &'static str,
}

/// One mapping under review.
#[derive(Clone, Copy)]
pub(super) struct Review<'a> {
    pub(super) kind: ResourceKind,
    pub(super) mapping: &'a ObjectMapping,
    pub(super) people: Option<&'a Directory>,
}

impl<'a> Review<'a> {
    /// The rows with their places.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &'a AttributeMapping)> + use<'a> {
        self.mapping.rows.iter().enumerate()
    }

    /// The first row of a target. SCIM names have no case (RFC 7643 section 2.1).
    pub(super) fn row_of(&self, target: &str) -> Option<(usize, &'a AttributeMapping)> {
        self.rows().find(|(_, row)| row.target.eq_ignore_ascii_case(target))
    }

    /// The first row of a target that ever sends something.
    pub(super) fn sending_row_of(&self, target: &str) -> Option<(usize, &'a AttributeMapping)> {
        self.rows().find(|(_, row)| row.target.eq_ignore_ascii_case(target) && sends(row))
    }

    /// The description of a target by exactly this name.
    pub(super) fn listed(&self, target: &str) -> Option<&'a TargetAttribute> {
        self.mapping.targets.iter().find(|listed| listed.name == target)
    }

    /// Everybody who counts as evidence; nobody for groups.
    pub(super) fn everybody(&self) -> impl Iterator<Item = DirectoryPerson<'a>> + use<'a> {
        let people = self.people.filter(|_| self.kind == ResourceKind::User);
        people.into_iter().flat_map(Directory::people)
    }

    /// What a rule found, without a fix yet.
    pub(super) fn finding(
        &self,
        rule: &Rule,
        row: Option<usize>,
        title: impl Into<String>,
        evidence: impl Into<String>,
    ) -> MappingFinding {
        MappingFinding {
            rule: rule.id,
            severity: rule.severity,
            kind: self.kind,
            row,
            title: title.into(),
            evidence: evidence.into(),
            why: rule.why.to_owned(),
            source: rule.source,
            fix: None,
        }
    }

    /// A change of one row.
    pub(super) fn change(
        &self,
        at: usize,
        change: impl FnOnce(&mut AttributeMapping),
    ) -> Vec<Edit> {
        let Some(mut row) = self.mapping.rows.get(at).cloned() else { return Vec::new() };
        change(&mut row);
        vec![Edit::Replace(self.kind, at, row)]
    }

    /// A new row, and its attribute in the app's list where that is known and lacks it.
    pub(super) fn add(&self, source: Source, target: &str, matching: Option<u32>) -> Vec<Edit> {
        let row = AttributeMapping { matching, ..AttributeMapping::new(source, target) };
        let mut edits = self.describe(target);
        edits.push(Edit::Add(self.kind, row));
        edits
    }

    /// A source for a target: for the row that is there without one, and matches or not as before, otherwise in a new row.
    pub(super) fn fill(&self, source: Source, target: &str, matching: Option<u32>) -> Vec<Edit> {
        let Some((at, _)) = self.row_of(target) else { return self.add(source, target, matching) };
        self.change(at, |row| row.source = source)
    }

    /// Another target for a row, and its attribute in the app's list where that is known and lacks it.
    pub(super) fn rename(&self, at: usize, target: &str) -> Vec<Edit> {
        let mut edits = self.describe(target);
        edits.extend(self.change(at, |row| target.clone_into(&mut row.target)));
        edits
    }

    /// The attribute in the app's list, where that is known and lacks it.
    pub(super) fn describe(&self, target: &str) -> Vec<Edit> {
        if self.mapping.targets.is_empty() || self.listed(target).is_some() {
            return Vec::new();
        }
        vec![Edit::Describe(self.kind, described(target))]
    }
}

impl MappingFinding {
    /// With a button; without edits there is none.
    pub(super) fn with_fix(mut self, label: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = (!edits.is_empty()).then(|| Fix { label: label.into(), edits });
        self
    }

    /// Mattering otherwise than findings of its rule do in general.
    pub(super) fn with_severity(mut self, severity: MappingSeverity) -> Self {
        self.severity = severity;
        self
    }
}

/// Whether a row has a source that can come to something.
pub(super) const fn has_source(row: &AttributeMapping) -> bool {
    match &row.source {
        Source::None => false,
        Source::Constant(text) => !text.is_empty(),
        Source::Direct(_) | Source::Expression(_) => true,
    }
}

/// Whether a row ever sends something, be it its default.
pub(super) fn sends(row: &AttributeMapping) -> bool {
    has_source(row) || row.default.as_deref().is_some_and(|text| !text.is_empty())
}

/// People who are evidence: how many, and some of them.
pub(super) struct Witnesses {
    pub(super) count: usize,
    told: Vec<String>,
    most: usize,
}

impl Witnesses {
    /// Nobody yet; so many at most are told.
    pub(super) const fn telling(most: usize) -> Self {
        Self { count: 0, told: Vec::new(), most }
    }

    /// Another one, told in these words if still few were.
    pub(super) fn add(&mut self, words: impl FnOnce() -> String) {
        self.count += 1;
        if self.told.len() < self.most {
            self.told.push(words());
        }
    }

    /// `12 of 400 people (Ada Rask, Bo Lind, …)`
    pub(super) fn of(&self, all: usize) -> String {
        let (some, all) = (count(self.count), count(all));
        let more = if self.count > self.told.len() { ", …" } else { "" };
        format!("{some} of {all} people ({}{more})", self.told.join(", "))
    }
}

/// A text in quotes, fit to be shown.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", shown(text))
}

/// Where the value of a row comes from, in words.
pub(super) fn told(source: &Source) -> String {
    match source {
        Source::None => "nothing".to_owned(),
        Source::Direct(name) => shown(name).into_owned(),
        Source::Constant(text) => format!("the constant {}", quoted(text)),
        Source::Expression(text) => shown(text.text()).into_owned(),
    }
}
