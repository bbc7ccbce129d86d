//! Scoping filters are read in every spelling, told in words and judged with a reason.

use serde_json::json;

use super::*;
use crate::entra::expression::{Attributes, Value as EntraValue};

struct Person(&'static [(&'static str, &'static str)]);

impl Attributes for Person {
    fn value(&self, name: &str) -> EntraValue<'_> {
        if name == "proxyAddresses" {
            return EntraValue::Many(vec!["a".into(), "b".into()]);
        }
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map_or(EntraValue::Null, |(_, value)| EntraValue::Text((*value).into()))
    }
}

const ADA: Person = Person(&[
    ("department", "Harbor"),
    ("level", "12"),
    ("accountEnabled", "True"),
    ("blank", ""),
    ("title", "Lead"),
]);

fn filter(groups: &serde_json::Value) -> ScopingFilter {
    let filter = ScopingFilter::read(&json!({"groups": groups}));
    assert_eq!(filter.completeness, Completeness::Whole, "{:?}", filter.doubts());
    filter
}

fn clause(attribute: &str, operator: &str, values: &[&str]) -> serde_json::Value {
    json!({"sourceOperandName": attribute, "operatorName": operator, "targetOperand": {"values": values}})
}

/// Judges one clause on Ada.
fn check(attribute: &str, operator: &str, values: &[&str], verdict: Verdict, reason: &str) {
    let filter = filter(&json!([{"name": "", "clauses": [clause(attribute, operator, values)]}]));
    let judged = filter.judge(&ADA);
    let found = &judged.groups[0].clauses[0];
    assert_eq!((judged.verdict, found.reason.as_str()), (verdict, reason), "{filter}");
}

#[test]
fn clauses_are_judged_with_a_reason() {
    use Verdict::{In, Out, Unknown};
    let harbor = "department is “Harbor”";
    check("department", "EQUALS", &["Harbor"], In, harbor);
    check("department", "EQUALS", &["harbor"], Out, harbor);
    check("department", "Equals", &["Fleet", "Harbor"], In, harbor);
    check("department", "NOT EQUALS", &["Fleet"], In, harbor);
    check("department", "NotEquals", &["Fleet", "Harbor"], Out, harbor);
    check("department", "NOT_EQUALS", &["Harbor"], Out, harbor);
    check("department", "Includes", &["arb"], In, harbor);
    check("department", "INCLUDES", &["ARB"], Out, harbor);
    check("department", "ENDS_WITH", &["bor"], In, harbor);
    check("department", "EndsWith", &["Bor"], Out, harbor);
    check("department", "REGEX MATCH", &["Har"], In, harbor);
    check("department", "NOT REGEX MATCH", &["Har"], Out, harbor);
    check("department", "NOT REGEX MATCH", &["Fleet"], In, harbor);
    check("department", "REGEX MATCH", &["^(Fleet|H.*)r$"], In, harbor);
    check("department", "REGEX MATCH", &["^harbor$"], Out, harbor);
    check("department", "REGEX MATCH", &["(?i)^harbor$"], In, harbor);
    check("department", "IS NULL", &[], Out, harbor);
    check("department", "IsNotNull", &[], In, harbor);
    check(
        "department",
        "EQUALS",
        &[],
        Unknown,
        "the clause on department has nothing to compare with",
    );
    check("accountEnabled", "IS TRUE", &[], In, "accountEnabled is “True”");
    check("accountEnabled", "IS FALSE", &[], Out, "accountEnabled is “True”");
    check("level", "Greater_Than", &["11"], In, "level is “12”");
    check("level", "Greater_Than", &["12"], Out, "level is “12”");
    check("level", "Greater_Than_OR_EQUALS", &["12"], In, "level is “12”");
    check("level", "Greater_Than", &["many"], Unknown, "“many” is no whole number to compare with");
    check("department", "Greater_Than", &["1"], Out, harbor);
    check("department", "&", &["x"], Unknown, "the operator “&” cannot be evaluated here");
    check(
        "department",
        "SOUNDS LIKE",
        &["x"],
        Unknown,
        "the operator “SOUNDS LIKE” cannot be evaluated here",
    );
    let many = "proxyAddresses has several values, which a scoping filter cannot compare";
    check("proxyAddresses", "EQUALS", &["a"], Unknown, many);
}

#[test]
fn a_pattern_that_cannot_be_tried_decides_nothing() {
    for pattern in ["(", "(?<open>a)(?<-open>b)"] {
        for operator in ["REGEX MATCH", "NOT REGEX MATCH"] {
            let clauses = json!([{"clauses": [clause("department", operator, &[pattern])]}]);
            let judged = filter(&clauses).judge(&ADA);
            let reason = &judged.groups[0].clauses[0].reason;
            assert_eq!(judged.verdict, Verdict::Unknown, "{pattern}");
            assert!(!reason.contains("Harbor"), "{reason}");
        }
    }
}

#[test]
fn an_empty_attribute_passes_is_null_alone() {
    for attribute in ["blank", "nobody"] {
        let reason = format!("{attribute} is empty");
        check(attribute, "IS NULL", &[], Verdict::In, &reason);
        for operator in [
            "EQUALS",
            "NOT EQUALS",
            "IS NOT NULL",
            "IS TRUE",
            "IS FALSE",
            "REGEX MATCH",
            "NOT REGEX MATCH",
            "Includes",
        ] {
            check(attribute, operator, &["x"], Verdict::Out, &reason);
        }
    }
}

#[test]
fn clauses_of_a_group_are_and_ed_and_groups_are_or_ed() {
    let yes = || clause("department", "EQUALS", &["Harbor"]);
    let no = || clause("title", "EQUALS", &["Clerk"]);
    let unknown = || clause("title", "&", &["x"]);
    let group = |clauses: &[serde_json::Value]| json!({"name": "g", "clauses": clauses});
    for (groups, verdict) in [
        (vec![], Verdict::In),
        (vec![group(&[])], Verdict::In),
        (vec![group(&[yes(), no()])], Verdict::Out),
        (vec![group(&[yes(), unknown()])], Verdict::Unknown),
        (vec![group(&[no(), unknown()])], Verdict::Out),
        (vec![group(&[no()]), group(&[yes()])], Verdict::In),
        (vec![group(&[no()]), group(&[])], Verdict::Out),
        (vec![group(&[unknown()]), group(&[yes()])], Verdict::In),
        (vec![group(&[unknown()]), group(&[no()])], Verdict::Unknown),
    ] {
        let filter = filter(&json!(groups));
        assert_eq!(filter.judge(&ADA).verdict, verdict, "{filter}");
    }
}

#[test]
fn a_filter_is_told_in_words_and_written_back() {
    let groups = json!([
        {"name": "Harbor", "clauses": [clause("department", "EQUALS", &["Harbor"]), clause("country", "NOT_EQUALS", &["NO", "SE"])]},
        {"name": "empty", "clauses": []},
        {"name": "", "clauses": [clause("title", "IS NOT NULL", &[]), clause("mail", "SOUNDS LIKE", &["x"])]},
    ]);
    let read = filter(&groups);
    assert_eq!(
        read.to_string(),
        "department EQUALS “Harbor” and country NOT EQUALS “NO” or “SE”, or title IS NOT NULL and mail SOUNDS LIKE “x”"
    );
    assert_eq!(filter(&read.to_json()["groups"]), read);
    assert_eq!(filter(&json!([])).to_string(), "Everybody");
}

#[test]
fn what_is_not_understood_of_a_filter_is_told_and_decides_nothing() {
    for (scope, expected) in [
        (json!({"groups": [], "inputFilterGroups": [{}]}), "experimental"),
        (json!({"groups": [], "categoryFilterGroups": [{}]}), "experimental"),
        (json!({"groups": [{"clauses": [{"operatorName": "EQUALS"}]}]}), "no attribute"),
        (json!({"groups": "x"}), "“groups” is no list"),
        (json!({"groups": [{"clauses": {}}]}), "“clauses” is no list"),
        (json!([1]), "no object"),
        (json!("x"), "no object"),
    ] {
        let filter = ScopingFilter::read(&scope);
        assert!(filter.doubts().concat().contains(expected), "{:?}", filter.doubts());
        assert_eq!(filter.doubts().len(), 1);
        assert_eq!(filter.needs(), [""; 0]);
        assert_eq!(filter.judge(&ADA).verdict, Verdict::Unknown);
        assert!(!filter.is_empty());
    }
}

#[test]
fn clauses_that_only_entra_can_judge_are_told_of_whoever_it_is_about() {
    for (operator, values, expected) in [
        ("LIKE", &["x"][..], "“title LIKE “x””: the operator “LIKE” cannot be evaluated here."),
        ("&", &["x"], "“title & “x””: the operator “&” cannot be evaluated here."),
        ("EQUALS", &[], "“title EQUALS”: there is nothing to compare with."),
        ("REGEX MATCH", &["("], "“title REGEX MATCH “(””: "),
        ("NOT REGEX MATCH", &["a", "[z-a]"], "“title NOT REGEX MATCH “a” or “[z-a]””: "),
        (
            "Greater_Than",
            &["x"],
            "“title Greater_Than “x””: “x” is no whole number to compare with.",
        ),
    ] {
        let filter = filter(&json!([{"clauses": [clause("title", operator, values)]}]));
        let doubts = filter.doubts();
        assert!(doubts.len() == 1 && doubts[0].starts_with(expected), "{doubts:?}");
        assert!(doubts[0].ends_with('.') && !doubts[0].ends_with(".."), "{doubts:?}");
    }
    for (operator, values) in [
        ("EQUALS", &["x"][..]),
        ("NOT EQUALS", &[""]),
        ("IS NULL", &[]),
        ("IS TRUE", &[]),
        ("REGEX MATCH", &["^a+$"]),
        ("Greater_Than", &["7"]),
        ("Includes", &["x"]),
    ] {
        let filter = filter(&json!([{"clauses": [clause("title", operator, values)]}]));
        assert_eq!(filter.doubts(), [""; 0], "{operator}");
        assert_eq!(filter.needs().is_empty(), operator == "IS NULL", "{operator}");
    }
}

#[test]
fn soft_deletion_follows_from_any_one_reason() {
    use Assignment::{Assigned, Unassigned, Unknown as Unsaid};
    use Verdict::{In, Out, Unknown};
    let blocked = Person(&[("accountEnabled", "False")]);
    let deleted = Person(&[("accountEnabled", "True"), ("deletedDateTime", "2026-01-02")]);
    for (person, scope, assignment, value, reason) in [
        (&ADA, In, Assigned, Some(false), "assigned"),
        (&ADA, Out, Assigned, Some(true), "filter"),
        (&ADA, In, Unassigned, Some(true), "not assigned"),
        (&ADA, Unknown, Unassigned, Some(true), "not assigned"),
        (&ADA, Out, Unsaid, Some(true), "filter"),
        (&ADA, In, Unsaid, None, "not known"),
        (&ADA, Unknown, Assigned, None, "cannot be evaluated"),
        (&blocked, Unknown, Unsaid, Some(true), "accountEnabled"),
        (&deleted, In, Assigned, Some(true), "deleted in Entra"),
    ] {
        let judged = is_soft_deleted(person, scope, assignment);
        assert_eq!(judged.value, value, "{judged:?}");
        assert!(judged.reason.contains(reason), "{judged:?}");
    }
}
