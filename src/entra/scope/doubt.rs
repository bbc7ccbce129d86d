//! What of a scoping filter only Entra can judge, whoever it is about.

use crate::entra::scope::{Completeness, FilterClause, ScopeOperator, ScopingFilter};
use crate::verkada::name::shown;

impl ScopingFilter {
    /// The parts that keep nobody out here, because only Entra can judge them: a sentence each.
    pub fn doubts(&self) -> Vec<String> {
        let clauses = self.groups.iter().flat_map(|group| &group.clauses);
        let doubts = clauses.filter_map(|clause| Some(format!("“{clause}”: {}.", clause.doubt()?)));
        self.odd.iter().cloned().chain(doubts).collect()
    }

    /// The attributes on which everybody fails a clause who lacks them, each once. Where a part is not understood, nobody
    /// is known to fail.
    pub fn needs(&self) -> Vec<&str> {
        let mut names = Vec::new();
        let is_whole = self.completeness == Completeness::Whole;
        for clause in self.groups.iter().filter(|_| is_whole).flat_map(|group| &group.clauses) {
            let is_judged =
                !matches!(clause.operator(), ScopeOperator::IsNull | ScopeOperator::Unknown);
            if is_judged && !names.contains(&clause.attribute.as_str()) {
                names.push(&clause.attribute);
            }
        }
        names
    }
}

impl FilterClause {
    /// Why only Entra can judge it.
    fn doubt(&self) -> Option<String> {
        if self.operator == ScopeOperator::Unknown {
            let operator = shown(&self.operator_name);
            return Some(format!("the operator “{operator}” cannot be evaluated here"));
        }
        if self.operator.takes_values() && self.values.is_empty() {
            return Some("there is nothing to compare with".to_owned());
        }
        match self.operator {
            ScopeOperator::RegexMatch | ScopeOperator::NotRegexMatch => {
                let reason = self.patterns.0.iter().find_map(|pattern| pattern.is_match("").err());
                reason.map(|reason| reason.trim_end_matches('.').to_owned())
            }
            // Any text stands for the people: their values are judged one by one.
            _ => self.passes("0").err(),
        }
    }
}
