//! Rules about how Entra finds people in Command: matching, and the domain of userName.

use std::collections::BTreeMap;

use crate::entra::lint::groups::free_precedence;
use crate::entra::lint::review::{Review, Rule, Witnesses, has_source, page, quoted, sends, told};
use crate::entra::lint::targets::VERKADA_EXTERNAL_ID;
use crate::entra::lint::{Edit, MappingFinding, MappingSeverity};
use crate::entra::mapping::Source;
use crate::entra::request::ResourceKind;
use crate::entra::schema::{recommended_source, standing};
use crate::limits;
use crate::verkada::name::shown;

const NONE: Rule = Rule {
    id: "matching-missing",
    severity: MappingSeverity::Error,
    why: "Entra cannot find people who are in Command already, and does not start without a matching attribute.",
    source: page::CUSTOMIZE,
};

const EMPTY: Rule = Rule {
    id: "matching-empty",
    severity: MappingSeverity::Error,
    why: "Whoever has no value in any matching attribute is skipped with ImportSkipped.",
    source: page::LOGS,
};

const SHARED: Rule = Rule {
    id: "matching-shared",
    severity: MappingSeverity::Warning,
    why: "Several people may have the same value. Where Command has it twice, the person fails with DuplicateTargetEntries; where it has it \
          once, that may be somebody else.",
    source: page::LOGS,
};

/// Targets of people that tell one from another.
const TELLING: [&str; 5] = [
    "userName",
    "externalId",
    VERKADA_EXTERNAL_ID,
    r#"emails[type eq "work"].value"#,
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
];

const SAME: Rule = Rule {
    id: "matching-same-precedence",
    severity: MappingSeverity::Error,
    why: "Entra asks by one matching attribute after another and needs an order.",
    source: page::CUSTOMIZE,
};

const LACKING: Rule = Rule {
    id: "matching-lacking",
    severity: MappingSeverity::Warning,
    why: "Whoever has no value in any matching attribute is skipped with ImportSkipped.",
    source: page::LOGS,
};

const USER_NAME: Rule = Rule {
    id: "user-name-missing",
    severity: MappingSeverity::Error,
    why: "SCIM requires a userName of every person (RFC 7643 section 4.1.1), and Command signs people in by it.",
    source: page::SCIM,
};

const DOMAIN: Rule = Rule {
    id: "user-name-domain",
    severity: MappingSeverity::Warning,
    why: "SAML signs people in to Command by mail, and Command takes only the domains on its SCIM list. With another domain in userName a \
          person may be refused, or be provisioned as one identity and sign in as another.",
    source: page::SAML,
};

const DIFFERS: Rule = Rule {
    id: "user-name-differs",
    severity: MappingSeverity::Advice,
    why: "SAML signs people in to Command by mail. Whether userName has to be the same, no page of Verkada says.",
    source: page::SAML,
};

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    // Other rules say it of groups without rows.
    let is_of_groups = review.kind == ResourceKind::Group;
    if review.mapping.rows.is_empty() && (is_of_groups || !review.mapping.is_enabled) {
        return;
    }
    precedence(review, found);
    found.extend(empty(review));
    lacking(review, found);
    if review.kind == ResourceKind::User {
        shared(review, found);
        user_name(review, found);
    }
}

/// Rows that match by what many people have in common. What is not known of a target is not guessed.
fn shared(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    let is_telling = |target: &str| TELLING.iter().any(|known| known.eq_ignore_ascii_case(target));
    let matching = || review.rows().filter(|(_, row)| row.matching.is_some());
    for (at, row) in matching() {
        let target = row.target.as_str();
        if is_telling(target) || standing(target).is_none() {
            continue;
        }
        let severity =
            if target == "active" { MappingSeverity::Error } else { MappingSeverity::Warning };
        let evidence = format!("Row {} matches by {}.", at + 1, shown(target));
        let title = "People are matched by what they share with others";
        let finding = review.finding(&SHARED, Some(at), title, evidence).with_severity(severity);
        let others = matching().any(|(other, row)| other != at && is_telling(&row.target));
        let edits = others.then(|| review.change(at, |row| row.matching = None));
        found.push(finding.with_fix("Do not match by it", edits.unwrap_or_default()));
    }
}

fn precedence(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    let name = match review.kind {
        ResourceKind::User => "userName",
        ResourceKind::Group => "displayName",
    };
    let mut taken: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, row) in review.rows() {
        let Some(precedence) = row.matching else { continue };
        let Some(first) = taken.get(&precedence) else {
            taken.insert(precedence, at);
            continue;
        };
        let evidence =
            format!("Rows {} and {} both have precedence {precedence}.", first + 1, at + 1);
        let finding =
            review.finding(&SAME, Some(at), "Two rows have the same matching precedence", evidence);
        let free = free_precedence(review);
        let edits = review.change(at, |row| row.matching = Some(free));
        found.push(finding.with_fix(format!("Make it precedence {free}"), edits));
    }
    if taken.is_empty() {
        let finding =
            review.finding(&NONE, None, "No row matches", "No row has a matching precedence.");
        let edits =
            review.row_of(name).map(|(at, _)| review.change(at, |row| row.matching = Some(1)));
        found.push(finding.with_fix(format!("Match by {name}"), edits.unwrap_or_default()));
    }
}

/// Matching rows that never come to anything. Their defaults count only when somebody is created, after the search.
fn empty(review: &Review<'_>) -> Option<MappingFinding> {
    let mut matching = review.rows().filter(|(_, row)| row.matching.is_some());
    let (at, row) = matching.next()?;
    if has_source(row) || matching.any(|(_, row)| has_source(row)) {
        return None;
    }
    let evidence = format!(
        "The source of {} is {}, and no other row matches by a value.",
        shown(&row.target),
        told(&row.source)
    );
    let finding = review.finding(&EMPTY, Some(at), "Everybody is skipped", evidence);
    let source = match review.kind {
        ResourceKind::User => recommended_source(&row.target),
        ResourceKind::Group => Some(Source::Direct("displayName".to_owned())),
    };
    let label = source.as_ref().map(|source| format!("Take it from {}", told(source)));
    let edits = source.map(|source| vec![Edit::SetSource(review.kind, at, source)]);
    Some(finding.with_fix(label.unwrap_or_default(), edits.unwrap_or_default()))
}

fn lacking(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    let Some(people) = review.people.filter(|_| review.kind == ResourceKind::User) else { return };
    let matching = review.rows().filter(|(_, row)| row.matching.is_some() && has_source(row));
    let mut columns = Vec::new();
    let mut names = Vec::new();
    let mut first = None;
    for (at, row) in matching {
        let Source::Direct(name) = &row.source else { return };
        columns.extend(people.column(name));
        names.push(shown(name));
        first = first.or(Some(at));
    }
    if names.is_empty() {
        return;
    }
    let mut lacking = Witnesses::telling(limits::FINDING_PEOPLE);
    for person in review.everybody() {
        let has = |column| person.text_at(column).is_some_and(|text| !text.is_empty());
        if !columns.iter().any(|column| has(*column)) {
            lacking.add(|| shown(&person.label()).into_owned());
        }
    }
    if lacking.count > 0 {
        let evidence = format!("No {}: {}.", names.join(" and no "), lacking.of(people.len()));
        found.push(review.finding(
            &LACKING,
            first,
            "People lack what they are matched by",
            evidence,
        ));
    }
}

fn user_name(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    let row = review.row_of("userName");
    let Some((at, row)) = row.filter(|(_, row)| sends(row)) else {
        let (evidence, label) = match row {
            None => ("No row has userName as its target.", "Add row"),
            Some(_) => ("The row of userName has no source.", "Take it from userPrincipalName"),
        };
        let title = "People send no userName";
        let finding = review.finding(&USER_NAME, row.map(|(at, _)| at), title, evidence);
        let source = Source::Direct("userPrincipalName".to_owned());
        // Where people are found already, another way to find them is nobody's wish.
        let is_first = review.rows().all(|(_, row)| row.matching.is_none());
        let edits = review.fill(source, "userName", is_first.then_some(1));
        found.push(finding.with_fix(label, edits));
        return;
    };
    let differs = |evidence: String| {
        review.finding(&DIFFERS, Some(at), "userName may differ from mail", evidence)
    };
    let name = match &row.source {
        Source::Direct(name) if name == "mail" => return,
        Source::Direct(name) => name,
        Source::None | Source::Constant(_) => return,
        Source::Expression(_) => {
            found.push(differs(format!("The source of userName is {}.", told(&row.source))));
            return;
        }
    };
    let columns = review
        .people
        .and_then(|people| Some((people.len(), people.column(name)?, people.column("mail")?)));
    let Some((all, own, mail)) = columns else {
        found.push(differs(format!("The source of userName is {}, not mail.", shown(name))));
        return;
    };
    let [mut elsewhere, mut otherwise, mut without] = [(); 3].map(|()| Witnesses::telling(1));
    for person in review.everybody() {
        match (person.text_at(own), person.text_at(mail)) {
            (_, None | Some("")) => without.add(String::new),
            (None | Some(""), _) => {}
            (Some(own), Some(mail)) => {
                let words = || format!("{} with mail {}", quoted(own), quoted(mail));
                if !domain(own).eq_ignore_ascii_case(domain(mail)) {
                    elsewhere.add(words);
                } else if !own.eq_ignore_ascii_case(mail) {
                    otherwise.add(words);
                }
            }
        }
    }
    if elsewhere.count > 0 {
        let evidence = format!("{}.", elsewhere.of(all));
        let finding =
            review.finding(&DOMAIN, Some(at), "userName has another domain than mail", evidence);
        // Whoever has no mail would have no userName at all.
        let edits = if without.count == 0 {
            vec![Edit::SetSource(review.kind, at, Source::Direct("mail".to_owned()))]
        } else {
            Vec::new()
        };
        found.push(finding.with_fix("Take userName from mail", edits));
    }
    if otherwise.count > 0 {
        found.push(differs(format!("{}.", otherwise.of(all))));
    }
}

fn domain(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}
