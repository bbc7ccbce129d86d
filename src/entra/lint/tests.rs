//! Each rule finds what it is for, leaves alone what is right, and is content after its own fix.

use serde_json::json;

use super::*;
use crate::entra::lint::distance::distance;
use crate::entra::lint::near::{Near, nearest};
use crate::entra::mapping::{Allowed, AttributeMapping, FlowType, Mutability, Source};
use crate::entra::request::ResourceKind::{Group, User};
use crate::entra::schema::SchemaDocument;
use crate::entra::scope::ScopingFilter;
use crate::nasty::in_time;

const WORK_MAIL: &str = r#"emails[type eq "work"].value"#;
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const CORE: &str = "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User";
const ACCESS: &str = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User";

/// People in whom nothing is wrong.
const PEOPLE: &str = "\
userPrincipalName,mail,displayName,extensionAttribute1,extensionAttribute2,extensionAttribute3,extensionAttribute4,extensionAttribute5
ada@halcyon.example,ada@halcyon.example,Ada Rask,Standard 26-bit Wiegand,7777,1E61,active,111
bo@halcyon.example,bo@halcyon.example,Bo Lind,Standard 26-bit Wiegand,00012,C,deactivated,12
cy@halcyon.example,cy@halcyon.example,Cy Moe,,,,,
";

fn template() -> Mappings {
    SchemaDocument::command_template().mappings().clone()
}

fn people(csv: &str) -> Directory {
    Directory::read_csv(csv.as_bytes()).unwrap_or_else(|problem| panic!("{problem:?}")).directory
}

/// The row of a target, which is there.
fn row<'a>(mappings: &'a mut Mappings, target: &str) -> &'a mut AttributeMapping {
    let rows = &mut mappings.users.rows;
    rows.iter_mut().find(|row| row.target == target).unwrap_or_else(|| panic!("{target}"))
}

fn set(mappings: &mut Mappings, target: &str, source: &str) {
    row(mappings, target).source = Source::typed(source);
}

fn add(mappings: &mut Mappings, source: &str, target: &str) {
    mappings.users.rows.push(AttributeMapping::new(Source::typed(source), target));
}

fn drop_row(mappings: &mut Mappings, target: &str) {
    mappings.users.rows.retain(|row| row.target != target);
}

fn of_rule(found: &[MappingFinding], rule: &str) -> Vec<MappingFinding> {
    found.iter().filter(|finding| finding.rule == rule).cloned().collect()
}

/// Whether a finding has a button.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Button {
    Yes,
    No,
}

/// Breaks the template, expects the rule to find it, and its fix to mend it.
fn check(
    rule: &str,
    severity: MappingSeverity,
    button: Button,
    people: Option<&Directory>,
    break_it: impl FnOnce(&mut Mappings),
) {
    let mut mappings = template();
    assert_eq!(
        of_rule(&lint(&mappings, people), rule).len(),
        usize::from(rule == "user-name-differs"),
        "{rule}"
    );
    break_it(&mut mappings);
    let found = of_rule(&lint(&mappings, people), rule);
    let first = found
        .first()
        .unwrap_or_else(|| panic!("{rule} is not found: {:#?}", lint(&mappings, people)));
    assert_eq!(first.severity, severity, "{first:#?}");
    assert_eq!(first.fix.is_some(), button == Button::Yes, "{first:#?}");
    for text in [&first.title, &first.evidence, &first.why] {
        assert!(!text.is_empty() && !text.ends_with('!'), "{first:#?}");
    }
    assert!(first.evidence.ends_with('.') && first.why.ends_with('.'), "{first:#?}");
    assert!(first.source.starts_with("https://"), "{first:#?}");
    let mut mended = mappings;
    for _ in 0..found.len() {
        let Some(finding) =
            of_rule(&lint(&mended, people), rule).into_iter().find(|finding| finding.fix.is_some())
        else {
            break;
        };
        finding.fix.unwrap().edits.iter().for_each(|edit| mended.apply(edit));
    }
    let left = of_rule(&lint(&mended, people), rule);
    assert!(button == Button::No || left.is_empty(), "after its fix: {left:#?}");
}

use Button::{No, Yes};
use MappingSeverity::{Advice, Error, Warning};

#[test]
fn rules_about_groups() {
    let external_id = || AttributeMapping::new(Source::Direct("objectId".to_owned()), "externalId");
    check("group-external-id", Error, Yes, None, |m| m.groups.rows.push(external_id()));
    check("groups-disabled", Advice, Yes, None, |m| m.groups.is_enabled = false);
    check("group-name-missing", Error, Yes, None, |m| {
        m.groups.rows.remove(0);
    });
    check("group-name-not-matching", Warning, Yes, None, |m| m.groups.rows[0].matching = None);
    check("group-members-missing", Warning, Yes, None, |m| {
        m.groups.rows.remove(1);
    });
    check("matching-missing", Error, Yes, None, |m| m.groups.rows[0].matching = None);
    // A schema without a mapping of groups is not one with a wrong one.
    let mut mappings = template();
    mappings.groups = crate::entra::mapping::ObjectMapping::default();
    assert!(lint(&mappings, None).iter().all(|finding| finding.kind == User));
}

#[test]
fn rules_about_active() {
    check("users-disabled", Error, Yes, None, |m| m.users.is_enabled = false);
    check("update-not-allowed", Warning, No, None, |m| m.users.actions.update = Allowed::No);
    check("active-missing", Error, Yes, None, |m| drop_row(m, "active"));
    check("active-missing", Error, Yes, None, |m| set(m, "active", ""));
    check("active-add-only", Error, Yes, None, |m| row(m, "active").flow = FlowType::ObjectAddOnly);
    check("active-not-soft-deleted", Warning, Yes, None, |m| set(m, "active", "[accountEnabled]"));
    check("active-not-soft-deleted", Warning, Yes, None, |m| {
        set(m, "active", r#"Switch([accountEnabled], , "False", "False", "True", "True")"#);
    });
    check("active-reversed", Error, Yes, None, |m| set(m, "active", "[IsSoftDeleted]"));
    check("active-wrong", Error, Yes, None, |m| set(m, "active", "\"True\""));
    check("active-wrong", Error, Yes, None, |m| set(m, "active", "Switch([IsSoftDeleted]"));
}

#[test]
fn active_is_tried_for_who_is_there_and_for_who_left() {
    for reversed in [
        r#"Switch([IsSoftDeleted], , "True", "True", "False", "False")"#,
        "CBool([IsSoftDeleted])",
        r#"IIF([IsSoftDeleted] = "True", "True", "False")"#,
    ] {
        check("active-reversed", Error, Yes, None, |m| set(m, "active", reversed));
    }
    for wrong in [
        r#"Switch([IsSoftDeleted], "False", "True", "True", "False")"#,
        r#"Switch([IsSoftDeleted], "True", "true", "False")"#,
        r#"Switch([IsSoftDeleted], , "False", "True")"#,
        r#"Append([IsSoftDeleted], "x")"#,
    ] {
        let mut mappings = template();
        set(&mut mappings, "active", wrong);
        let found = lint(&mappings, None);
        assert!(
            found.iter().any(|finding| finding.rule.starts_with("active-")
                || finding.rule == "expression-unreadable"),
            "{wrong}: {found:#?}"
        );
        let (mended, _) = mend(&mappings, None, Warning);
        assert_eq!(mended, template(), "{wrong}");
    }
    for right in [
        "Not([IsSoftDeleted])",
        r#"IIF([IsSoftDeleted] = "True", "False", "True")"#,
        r#"Switch([IsSoftDeleted], "True", "True", "False")"#,
        r#"Switch([IsSoftDeleted], "False", "False", "True")"#,
    ] {
        let mut mappings = template();
        set(&mut mappings, "active", right);
        let found = lint(&mappings, None);
        assert!(
            found.iter().all(|finding| !finding.rule.starts_with("active-")),
            "{right}: {found:#?}"
        );
    }
}

#[test]
fn rules_about_matching_and_user_names() {
    let mut empty = template();
    empty.users.rows.clear();
    let rules: Vec<_> = lint(&empty, None).iter().map(|finding| finding.rule).collect();
    for rule in ["matching-missing", "user-name-missing", "active-missing"] {
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
    empty.users.is_enabled = false;
    let rules: Vec<_> = lint(&empty, None).iter().map(|finding| finding.rule).collect();
    assert!(!rules.contains(&"user-name-missing"), "{rules:?}");
    check("matching-missing", Error, Yes, None, |m| row(m, "userName").matching = None);
    check("matching-same-precedence", Error, Yes, None, |m| row(m, WORK_MAIL).matching = Some(1));
    check("user-name-missing", Error, Yes, None, |m| drop_row(m, "userName"));
    check("matching-shared", Error, Yes, None, |m| row(m, "active").matching = Some(2));
    check("matching-shared", Warning, Yes, None, |m| row(m, "title").matching = Some(2));
    check("matching-shared", Error, No, None, |m| {
        row(m, "active").matching = Some(1);
        row(m, "userName").matching = None;
    });
    let good = people(PEOPLE);
    let lacking = people(&PEOPLE.replace("\ncy@halcyon.example,", "\n,"));
    check("matching-lacking", Warning, No, Some(&good), |m| set(m, "userName", "[employeeId]"));
    let found = of_rule(&lint(&template(), Some(&lacking)), "matching-lacking");
    assert_eq!(found[0].evidence, "No userPrincipalName: 1 of 3 people (Cy Moe).");
    assert_eq!(of_rule(&lint(&template(), Some(&good)), "user-name-differs"), []);

    let elsewhere =
        people(&PEOPLE.replace("\nada@halcyon.example,", "\nada@halcyon.onmicrosoft.example,"));
    let found = of_rule(&lint(&template(), Some(&elsewhere)), "user-name-domain");
    assert!(
        found[0].evidence.starts_with("1 of 3 people (“ada@halcyon.onmicrosoft.example” with mail")
    );
    let (mended, _) = mend(&template(), Some(&elsewhere), Warning);
    assert_eq!(of_rule(&lint(&mended, Some(&elsewhere)), "user-name-domain"), []);
    // Nobody's userName is taken from a mail that somebody lacks.
    let without = people(
        &PEOPLE
            .replace("\nada@halcyon.example,", "\nada@other.example,")
            .replace("cy@halcyon.example,cy@halcyon.example", "cy@halcyon.example,"),
    );
    assert_eq!(of_rule(&lint(&template(), Some(&without)), "user-name-domain")[0].fix, None);

    let otherwise = people(&PEOPLE.replace("\nada@halcyon.example,", "\na.rask@halcyon.example,"));
    let found = lint(&template(), Some(&otherwise));
    assert_eq!(of_rule(&found, "user-name-differs").len(), 1);
    assert_eq!(of_rule(&found, "user-name-domain"), []);
    let found = of_rule(&lint(&template(), None), "user-name-differs");
    assert_eq!(found[0].severity, Advice);
    let mut from_mail = template();
    set(&mut from_mail, "userName", "[mail]");
    assert_eq!(of_rule(&lint(&from_mail, Some(&elsewhere)), "user-name-domain"), []);
    assert_eq!(of_rule(&lint(&from_mail, None), "user-name-differs"), []);
}

#[test]
fn a_row_without_a_source_sends_nothing() {
    for empty in [Source::None, Source::Constant(String::new())] {
        let source = || empty.clone();
        for rule in ["user-name-missing", "matching-empty"] {
            check(rule, Error, Yes, None, |m| row(m, "userName").source = source());
        }
        check("group-name-missing", Error, Yes, None, |m| m.groups.rows[0].source = source());
        check("matching-empty", Error, Yes, None, |m| m.groups.rows[0].source = source());
        check("group-members-missing", Warning, Yes, None, |m| m.groups.rows[1].source = source());
        check("target-unmapped", Advice, Yes, None, |m| row(m, "name.givenName").source = source());
        check("card-incomplete", Error, Yes, None, |m| {
            row(m, &format!("{ACCESS}:credentialStatus")).source = source();
        });
        check("group-external-id", Advice, Yes, None, |m| {
            m.groups.rows.push(AttributeMapping::new(source(), "externalId"));
        });
        check("required-unmapped", Error, Yes, None, |m| {
            m.users.targets.iter_mut().find(|target| target.name == "title").unwrap().is_required =
                true;
            row(m, "title").source = source();
        });
    }
    // Every row that lost its source gets it back, and no target a second row.
    let mut mappings = template();
    let rows = mappings.users.rows.iter_mut().chain(&mut mappings.groups.rows);
    rows.filter(|row| row.target != "displayName").for_each(|row| row.source = Source::None);
    mappings.groups.rows[0].source = Source::None;
    assert_eq!(mend(&mappings, None, Advice).0, template());
    // Somebody is found by the other row that matches.
    let mut mappings = template();
    row(&mut mappings, "userName").source = Source::None;
    row(&mut mappings, WORK_MAIL).matching = Some(2);
    assert_eq!(of_rule(&lint(&mappings, None), "matching-empty"), []);
}

#[test]
fn a_row_that_is_mended_matches_only_where_it_has_to() {
    let matching = |rows: &[AttributeMapping], target: &str| {
        rows.iter().find(|row| row.target == target).map(|row| row.matching)
    };
    let mended = |break_it: &dyn Fn(&mut Mappings)| {
        let mut mappings = template();
        break_it(&mut mappings);
        mend(&mappings, None, Warning).0
    };
    let by_mail = |m: &mut Mappings| row(m, WORK_MAIL).matching = Some(1);
    for (expected, break_it) in [
        (
            None,
            &(|m: &mut Mappings| {
                by_mail(m);
                drop_row(m, "userName");
            }) as &dyn Fn(&mut Mappings),
        ),
        (None, &|m| {
            by_mail(m);
            row(m, "userName").matching = None;
            set(m, "userName", "");
        }),
        (Some(2), &|m| {
            by_mail(m);
            row(m, "userName").matching = Some(2);
            set(m, "userName", "");
        }),
        (Some(1), &|m| {
            row(m, "userName").matching = None;
            set(m, "userName", "");
        }),
        (Some(1), &|m| drop_row(m, "userName")),
    ] {
        assert_eq!(matching(&mended(break_it).users.rows, "userName"), Some(expected));
    }
    // A new row of groups matches after those that do.
    let mut mappings = template();
    mappings.groups.rows[0].target = "nickName".to_owned();
    let found = of_rule(&lint(&mappings, None), "group-name-missing");
    found[0].fix.as_ref().unwrap().edits.iter().for_each(|edit| mappings.apply(edit));
    assert_eq!(matching(&mappings.groups.rows, "displayName"), Some(Some(2)));
}

#[test]
fn rules_about_the_scoping_filter() {
    let scope = |attribute: &str, operator: &str, values: &[&str]| {
        ScopingFilter::read(&json!({"groups": [{"name": "g", "clauses": [
            {"sourceOperandName": attribute, "operatorName": operator, "targetOperand": {"values": values}}
        ]}]}))
    };
    check("scope-unknown", Warning, No, None, |m| {
        m.users.scope = Some(scope("department", "LIKE", &["x"]));
    });
    check("scope-unknown", Warning, No, None, |m| {
        m.groups.scope = Some(scope("displayName", "REGEX MATCH", &["("]));
    });
    check("scope-unknown", Warning, No, None, |m| {
        m.users.scope = Some(ScopingFilter::read(&json!([])));
    });
    for name in
        ["manager", "proxyAddresses", "employeeHireDate", "userType", "Department", "mobilePhone"]
    {
        check("scope-attribute", Warning, No, None, |m| {
            m.users.scope = Some(scope(name, "IS NOT NULL", &[]));
        });
    }
    let good = people(PEOPLE);
    // Whether no column is there, or one that is blank from top to bottom.
    for people in [&good, &people("mail,department\nada@halcyon.example,\n")] {
        check("scope-lacking", Warning, No, Some(people), |m| {
            m.users.scope = Some(scope("department", "NOT EQUALS", &["Sales"]));
        });
    }
    for scope in [
        scope("department", "IS NULL", &[]),
        scope("mail", "ENDS_WITH", &["halcyon.example"]),
        scope("accountEnabled", "IS TRUE", &[]),
    ] {
        let mut mappings = template();
        mappings.users.scope = Some(scope);
        let found = lint(&mappings, None);
        assert!(found.iter().all(|finding| !finding.rule.starts_with("scope-")), "{found:#?}");
    }
    let mut mappings = template();
    mappings.users.scope = Some(scope("mail", "ENDS_WITH", &["x"]));
    assert_eq!(of_rule(&lint(&mappings, Some(&good)), "scope-lacking"), []);
}

#[test]
fn a_rule_about_further_mappings() {
    check("mapping-further", Warning, No, None, |m| m.users.further.push("Second".to_owned()));
    check("mapping-further", Warning, No, None, |m| m.groups.further.push(String::new()));
}

#[test]
fn rules_about_targets() {
    check("target-twice", Error, Yes, None, |m| add(m, "[city]", "Title"));
    check("id-mapped", Error, Yes, None, |m| add(m, "[objectId]", "id"));
    check("never-provisioned", Warning, Yes, None, |m| add(m, "[city]", "password"));
    check("never-provisioned", Warning, Yes, None, |m| {
        add(m, "[city]", r#"photos[type eq "photo"].value"#);
    });
    check("urn-shape", Warning, No, None, |m| add(m, "[city]", "urn:halcyon:people:city"));
    check("target-not-known", Advice, No, None, |m| add(m, "[city]", "nickName"));
    check("target-not-known", Advice, No, None, |m| {
        add(m, "[city]", "urn:ietf:params:scim:schemas:extension:Halcyon:2.0:User:city");
    });
    check("urn-not-verkadas", Warning, No, None, |m| add(m, "[city]", &format!("{ACCESS}:pin")));
    check("standard-external-id", Advice, No, None, |m| add(m, "[mailNickname]", "externalId"));
    check("standard-external-id", Advice, Yes, None, |m| {
        drop_row(m, &format!("{CORE}:externalId"));
        add(m, "[mailNickname]", "externalId");
    });
    check("target-unmapped", Advice, Yes, None, |m| drop_row(m, "title"));
    check("card-unmapped", Advice, Yes, None, |m| {
        m.users.rows.retain(|row| !row.target.starts_with(ACCESS));
    });
    // Of two rows of one target the one that matches stays.
    let mut mappings = template();
    mappings
        .users
        .rows
        .insert(0, AttributeMapping::new(Source::Direct("mail".to_owned()), "userName"));
    assert_eq!(mend(&mappings, None, Error).0, template());
}

#[test]
fn rules_about_the_spelling_of_urns() {
    for (wrong, expected) in [
        (format!("{ACCESS}:CardNumber"), Some(Near::Case("cardNumber"))),
        (format!("{}:cardNumber", ACCESS.to_uppercase()), Some(Near::Case("cardNumber"))),
        (format!("{ACCESS}:cardNumer"), Some(Near::Spelling("cardNumber"))),
        (
            "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:cardNumber".to_owned(),
            Some(Near::Spelling("cardNumber")),
        ),
        (
            "urn:ietf:params:scim:schemas:extension:verkada:2.0:User:facilityCode".to_owned(),
            Some(Near::Spelling("facilityCode")),
        ),
        (format!("{ACCESS}:externalId"), Some(Near::Spelling("externalId"))),
        (
            "urn:ietf:params:scim:schemas:extension:verkda:core:2.0:User:externalId".to_owned(),
            Some(Near::Spelling("externalId")),
        ),
        ("cardFormat".to_owned(), Some(Near::Spelling("cardFormat"))),
        (format!("{ENTERPRISE}:Department"), Some(Near::Case("department"))),
        (
            "urn:scim:schemas:extension:enterprise:1.0:department".to_owned(),
            Some(Near::Spelling("department")),
        ),
        (format!("{ACCESS}:cardNumber"), None),
        (format!("{ENTERPRISE}:badge"), None),
        ("externalId".to_owned(), None),
        ("title".to_owned(), None),
        ("a".repeat(5000), None),
    ] {
        let found = nearest(&wrong);
        let last = |meant: &'static str| meant.rsplit(':').next().unwrap_or_default();
        let found = found.map(|near| match near {
            Near::Case(meant) => Near::Case(last(meant)),
            Near::Spelling(meant) => Near::Spelling(last(meant)),
        });
        assert_eq!(found, expected, "{wrong}");
    }
    let number = format!("{ACCESS}:cardNumber");
    check("urn-spelling", Error, Yes, None, |m| row(m, &number).target = "cardNumber".to_owned());
    check("urn-case", Warning, Yes, None, |m| {
        row(m, &number).target = format!("{ACCESS}:CARDNUMBER");
    });
}

#[test]
fn rules_about_the_attribute_list() {
    let external_id = format!("{CORE}:externalId");
    let target = |m: &mut Mappings, name: &str| {
        m.users.targets.iter().position(|target| target.name == name).unwrap()
    };
    check("target-unlisted", Error, Yes, None, |m| {
        m.users.targets.retain(|target| target.name != external_id);
    });
    check("target-unlisted", Error, Yes, None, |m| add(m, "[city]", "city"));
    check("target-case", Warning, Yes, None, |m| row(m, "title").target = "TITLE".to_owned());
    check("target-type", Warning, Yes, None, |m| {
        let at = target(m, &format!("{ACCESS}:cardNumber"));
        m.users.targets[at].kind = "Integer".to_owned();
    });
    check("target-type", Warning, Yes, None, |m| {
        let at = target(m, &external_id);
        m.users.targets[at].is_multi_valued = true;
    });
    for (kind, is_multi_valued) in [("Integer", false), ("Reference", false), ("String", true)] {
        check("target-type", Warning, Yes, None, |m| {
            let at = target(m, "title");
            m.users.targets[at].kind = kind.to_owned();
            m.users.targets[at].is_multi_valued = is_multi_valued;
        });
    }
    check("target-read-only", Warning, Yes, None, |m| {
        let at = target(m, "title");
        m.users.targets[at].mutability = Mutability::ReadOnly;
    });
    let mut mappings = template();
    let at = target(&mut mappings, "active");
    mappings.users.targets[at].kind = "Boolean".to_owned();
    assert_eq!(of_rule(&lint(&mappings, None), "target-type"), []);
    check("target-case-exact", Warning, Yes, None, |m| {
        let at = target(m, &external_id);
        m.users.targets[at].is_case_exact = false;
    });
    check("required-unmapped", Error, Yes, None, |m| {
        let at = target(m, "nickName");
        m.users.targets[at].is_required = true;
    });
    // What the list says is not guessed where the schema came without one.
    let mut mappings = template();
    mappings.users.targets.clear();
    mappings.groups.targets.clear();
    add(&mut mappings, "[city]", "city");
    assert_eq!(of_rule(&lint(&mappings, None), "target-unlisted"), []);
}

#[test]
fn rules_about_sources() {
    for target in ["userName", &format!("{CORE}:externalId"), &format!("{ACCESS}:cardNumberHex")] {
        check("constant-for-person", Error, Yes, None, |m| set(m, target, "\"x\""));
    }
    for target in
        [WORK_MAIL, "name.givenName", "name.familyName", &format!("{ENTERPRISE}:employeeNumber")]
    {
        check("constant-for-person", Warning, Yes, None, |m| set(m, target, r#"ToLower("X")"#));
    }
    for (target, source) in [
        ("title", "\"Guest\""),
        (&format!("{ACCESS}:cardFormat"), "\"Standard 26-bit Wiegand\""),
        (&format!("{ACCESS}:credentialStatus"), "\"active\""),
        (&format!("{CORE}:externalId"), "Guid()"),
        ("userName", ""),
    ] {
        let mut mappings = template();
        set(&mut mappings, target, source);
        assert_eq!(of_rule(&lint(&mappings, None), "constant-for-person"), [], "{target}");
    }
    // A default of a row without a source is a constant too.
    check("constant-for-person", Error, Yes, None, |m| {
        let row = row(m, "userName");
        row.source = Source::None;
        row.default = Some("somebody@halcyon.example".to_owned());
    });
    check("multi-valued-source", Warning, Yes, None, |m| set(m, WORK_MAIL, "[proxyAddresses]"));
    check("multi-valued-source", Warning, Yes, None, |m| set(m, "title", "[appRoleAssignments]"));
    check("reference-into-text", Error, No, None, |m| set(m, "title", "[manager]"));
    check("text-into-reference", Error, No, None, |m| {
        add(m, "[mail]", &format!("{ENTERPRISE}:manager"));
    });
    check("source-graph-name", Warning, Yes, None, |m| set(m, "title", "[mobilePhone]"));
    check("source-case", Warning, Yes, None, |m| set(m, "title", "[jobtitle]"));
    check("source-case", Warning, Yes, None, |m| set(m, "title", "ToUpper([jobtitle])"));
    check("source-graph-name", Warning, Yes, None, |m| {
        set(m, "title", r#"Join("-", [mobilePhone], [mail], [mobilePhone])"#);
    });
    for source in [
        r#"Split([department], ",")"#,
        r#"IIF([city] = "Oslo", RemoveDuplicates([proxyAddresses]), "x")"#,
        "Coalesce([otherMails], [mail])",
        "ToLower([proxyAddresses])",
        r#"Append(Switch([city], "x", "Oslo", [proxyAddresses]), "y")"#,
    ] {
        check("multi-valued-source", Warning, Yes, None, |m| set(m, "title", source));
    }
    for (target, source) in [
        ("title", r#"Join(",", [proxyAddresses])"#),
        ("title", r#"Item(Split([department], ","), 1)"#),
        ("roles", r#"Split([department], ",")"#),
    ] {
        let mut mappings = template();
        add(&mut mappings, source, target);
        assert_eq!(of_rule(&lint(&mappings, None), "multi-valued-source"), [], "{source}");
    }
    check("source-not-offered", Warning, No, None, |m| set(m, "title", "[samAccountName]"));
    let mut mappings = template();
    add(&mut mappings, "[manager]", &format!("{ENTERPRISE}:manager"));
    add(&mut mappings, "[extension_0123456789abcdef0123456789abcdef_badge]", "nickName");
    let found = lint(&mappings, None);
    assert!(found.iter().all(|finding| finding.severity == Advice), "{found:#?}");
}

#[test]
fn sources_that_nobody_has_are_told() {
    // By a list of the schema, and without one by what is known.
    let listed =
        |m: &mut Mappings| m.users.sources = vec!["mail".to_owned(), "badgeCode".to_owned()];
    for (name, button) in [("jobTitel", Yes), ("extensionAttribute16", No), ("departement", Yes)] {
        check("source-not-known", Warning, button, None, |m| set(m, "title", &format!("[{name}]")));
        check("source-not-known", Warning, button, None, |m| {
            listed(m);
            set(m, "title", &format!("Trim([{name}])"));
        });
    }
    for (name, button) in [("nonsense", No), ("badgeCod", Yes)] {
        check("source-not-known", Warning, button, None, |m| {
            listed(m);
            set(m, "title", &format!("[{name}]"));
        });
    }
    check("source-case", Warning, Yes, None, |m| {
        listed(m);
        set(m, "title", "[badgecode]");
    });
    for name in ["badgeCode", "jobTitle", "extension_0123456789abcdef0123456789abcdef_badge"] {
        let mut mappings = template();
        listed(&mut mappings);
        set(&mut mappings, "title", &format!("[{name}]"));
        assert_eq!(of_rule(&lint(&mappings, None), "source-not-known"), [], "{name}");
    }
    for name in ["costCenter", "objectSid", "jobtitel", "mial"] {
        let mut mappings = template();
        set(&mut mappings, "title", &format!("[{name}]"));
        assert_eq!(of_rule(&lint(&mappings, None), "source-not-known"), [], "{name}");
    }
    // Two wrong letters are told where the name is long, and a number is none.
    check("source-not-known", Warning, No, None, |m| set(m, "title", "[depratmant]"));
    check("source-not-known", Warning, No, None, |m| {
        m.users.sources = vec!["badgeCode1".to_owned()];
        set(m, "title", "[badgeCode2]");
    });
}

#[test]
fn letters_are_counted_up_to_what_matters() {
    for (one, other, letters) in [
        ("mail", "mail", Some(0)),
        ("", "ab", Some(2)),
        ("mail", "mial", Some(1)),
        ("department", "departement", Some(1)),
        ("department", "dpeartmnet", Some(2)),
        ("objectId", "objectSid", Some(2)),
        ("ca", "abc", Some(3)),
        ("city", "mail", None),
        ("a", "abcde", None),
    ] {
        assert_eq!(distance(one, other, 3), letters, "{one} {other}");
        assert_eq!(distance(other, one, 3), letters, "{other} {one}");
    }
}

#[test]
fn nasty_names_of_one_length_are_compared_in_time() {
    let name = |seed: usize| -> String {
        let letter =
            |at: usize| char::from(b'a' + u8::try_from(seed * at % 26).unwrap_or_default());
        (0..limits::TARGET_COMPARED_BYTES).map(letter).collect()
    };
    let mut mappings = template();
    mappings.users.sources = (1..1_000).map(name).collect();
    mappings.users.rows.clear();
    for seed in 0..50 {
        add(&mut mappings, &format!("[{}Z]", &name(seed)[1..]), &format!("target{seed}"));
    }
    let bytes = 1_050 * limits::TARGET_COMPARED_BYTES;
    in_time(bytes, || {
        let found = of_rule(&lint(&mappings, None), "source-not-known");
        assert_eq!(found.len(), 50);
    })
    .unwrap();
}

#[test]
fn rules_about_cards() {
    let only = |kept: &'static [&'static str]| {
        move |m: &mut Mappings| {
            let is_kept =
                |target: &str| kept.iter().any(|kept| target == format!("{ACCESS}:{kept}"));
            m.users.rows.retain(|row| !row.target.starts_with(ACCESS) || is_kept(&row.target));
        }
    };
    check("card-incomplete", Error, Yes, None, only(&["cardFormat", "cardNumber", "facilityCode"]));
    check("card-incomplete", Error, Yes, None, only(&["cardFormat", "credentialStatus"]));
    check("card-incomplete", Warning, Yes, None, only(&["cardNumber", "credentialStatus"]));
    check(
        "card-incomplete",
        Advice,
        Yes,
        None,
        only(&["cardFormat", "cardNumber", "credentialStatus"]),
    );
    check("card-incomplete", Error, No, None, |m| {
        drop_row(m, &format!("{ACCESS}:credentialStatus"));
        add(m, "[extensionAttribute4]", "nickName");
    });
    let swap = |one: &'static str, other: &'static str| {
        move |m: &mut Mappings| {
            let [one, other] = [one, other].map(|name| format!("{ACCESS}:{name}"));
            let source = row(m, &one).source.clone();
            row(m, &one).source = std::mem::replace(&mut row(m, &other).source, source);
        }
    };
    check("card-order", Advice, No, None, swap("cardNumber", "cardFormat"));
    let good = people(PEOPLE);
    check("card-slot", Error, Yes, Some(&good), swap("cardNumber", "cardFormat"));
    check("card-slot", Error, Yes, Some(&good), swap("credentialStatus", "facilityCode"));
    check("card-slot", Error, No, Some(&good), |m| {
        set(m, &format!("{ACCESS}:cardFormat"), "[mail]");
    });
    for (target, text) in [("credentialStatus", "enabled"), ("cardFormat", "Proximity card")] {
        check("card-slot", Error, Yes, None, |m| {
            set(m, &format!("{ACCESS}:{target}"), &format!("\"{text}\""));
        });
    }
    for (target, text, right) in [
        ("cardFormat", "HID", "Standard 26-bit Wiegand"),
        ("cardFormat", "standard 26-bit wiegand", "Standard 26-bit Wiegand"),
        ("credentialStatus", "ACTIVE", "active"),
        ("credentialStatus", "Deleted", "deleted"),
    ] {
        let target = format!("{ACCESS}:{target}");
        check("card-spelling", Error, Yes, None, |m| {
            row(m, &target).source = Source::Constant(text.to_owned());
        });
        let mut mappings = template();
        row(&mut mappings, &target).source = Source::Constant(text.to_owned());
        let mut mended = mend(&mappings, None, Error).0;
        assert_eq!(row(&mut mended, &target).source, Source::Constant(right.to_owned()));
    }
    for text in ["deactivated", "deleted"] {
        check("card-never-active", Warning, Yes, None, |m| {
            row(m, &format!("{ACCESS}:credentialStatus")).source =
                Source::Constant(text.to_owned());
        });
    }
    check("card-same-source", Error, No, None, |m| {
        set(m, &format!("{ACCESS}:cardFormat"), "[extensionAttribute2]");
    });
    check("card-same-source", Warning, No, None, |m| {
        set(m, &format!("{ACCESS}:cardNumberHex"), "[extensionAttribute2]");
    });
    // A misspelled row is not missing.
    let mut mappings = template();
    row(&mut mappings, &format!("{ACCESS}:credentialStatus")).target =
        "credentialStatus".to_owned();
    assert_eq!(of_rule(&lint(&mappings, None), "card-incomplete"), []);
    // Three in a circle.
    let mut mappings = template();
    swap("cardFormat", "cardNumber")(&mut mappings);
    swap("cardNumber", "credentialStatus")(&mut mappings);
    let (mended, _) = mend(&mappings, Some(&good), Warning);
    assert_eq!(of_rule(&lint(&mended, Some(&good)), "card-slot"), []);
}

#[test]
fn rules_about_expressions() {
    check("expression-unreadable", Error, No, None, |m| set(m, "title", "ToLower([a]"));
    check("expression-problem", Warning, No, None, |m| set(m, "title", "toLower([a])"));
    for (source, button) in [
        (r#"IIF(IsPresent([mail]), [mail], "none")"#, Yes),
        (r#"IIF(IsNullOrEmpty([mail]), "none", [mail])"#, Yes),
        (r#"IIF([mail] = "", "none", [mail])"#, Yes),
        (r#"IIF("" <> [mail], [mail], "none")"#, Yes),
        (r#"ToLower(IIF(Not(IsPresent([mail])), "none", [mail]))"#, Yes),
        (r#"IIF(IsPresent([mail]), ToLower([mail]), "none")"#, No),
    ] {
        check("iif-empty-source", Warning, button, None, |m| set(m, "title", source));
        let mut mappings = template();
        set(&mut mappings, "title", source);
        mappings = mend(&mappings, None, Warning).0;
        let Source::Expression(text) = &row(&mut mappings, "title").source else {
            panic!("{source}")
        };
        let expected = r#"Switch([mail], [mail], "", "none")"#;
        assert_eq!(text.text().contains(expected), button == Yes, "{}", text.text());
    }
    let some_lack =
        people(&PEOPLE.replace("mail,displayName", "mail,country").replace("Bo Lind", ""));
    check("iif-empty-source", Warning, No, Some(&some_lack), |m| {
        set(m, "title", r#"IIF([country] = "Norway", "N", "other")"#);
    });
    for source in [
        r#"IIF([mail] = "x", "N", "other")"#,
        r#"IIF(Switch([country], "no", "", "empty") = "empty", "N", "other")"#,
    ] {
        let mut mappings = template();
        set(&mut mappings, "title", source);
        assert_eq!(of_rule(&lint(&mappings, Some(&some_lack)), "iif-empty-source"), [], "{source}");
    }
    for source in [
        r#"Switch([city], "x", "Oslo", Switch([department], , "Harbor", "H"))"#,
        r#"Switch([department], , "Harbor", "H")"#,
        r#"ToLower(Switch([department], , "Harbor", "H"))"#,
        r#"IIF([city] = "Oslo", Switch([department], , "Harbor", "H"), "x")"#,
        r#"Switch([IsSoftDeleted], , "False", "a")"#,
    ] {
        check("switch-null", Warning, No, None, |m| set(m, "title", source));
    }
    for source in [
        r#"Switch([department], "other", "Harbor", "H")"#,
        r#"Coalesce(Switch([department], , "Harbor", "H"), "x")"#,
        r#"IgnoreFlowIfNullOrEmpty(Switch([department], , "Harbor", "H"))"#,
        r#"IIF([city] = "Oslo", "a", "b")"#,
        r#"Switch([department], [department], "", "none")"#,
    ] {
        let mut mappings = template();
        set(&mut mappings, "title", source);
        let found = lint(&mappings, None);
        assert!(found.iter().all(|finding| finding.severity == Advice), "{source}: {found:#?}");
    }
}

#[test]
fn the_template_is_clean_with_and_without_people() {
    for people in [None, Some(&people(PEOPLE))] {
        let found = lint(&template(), people);
        assert!(found.iter().all(|finding| finding.severity == Advice), "{found:#?}");
    }
}

#[test]
fn all_fixes_make_the_defaults_clean_and_stay_so() {
    let defaults = SchemaDocument::entra_defaults();
    let found = lint(defaults.mappings(), None);
    let rules: Vec<&str> = found.iter().map(|finding| finding.rule).collect();
    for rule in [
        "group-external-id",
        "standard-external-id",
        "card-unmapped",
        "target-unmapped",
        "target-not-known",
    ] {
        assert!(rules.contains(&rule), "{rule} is not in {rules:?}");
    }
    assert_eq!(found.iter().filter(|finding| finding.severity == Error).count(), 1, "{found:#?}");
    for least in [Advice, Warning, Error] {
        let (mended, applied) = mend(defaults.mappings(), None, least);
        assert!(applied > 0);
        let left = lint(&mended, None);
        assert!(left.iter().all(|finding| finding.severity == Advice), "{left:#?}");
        assert!(left.iter().all(|finding| least > Advice || finding.fix.is_none()), "{left:#?}");
        assert_eq!(mend(&mended, None, least), (mended.clone(), 0));
        let saved = defaults.save(&mended).unwrap();
        assert_eq!(SchemaDocument::open(saved.as_bytes()).unwrap().mappings(), &mended);
    }
    let everything = mend(defaults.mappings(), None, Advice).0;
    for target in template().users.rows.iter().map(|row| &row.target) {
        assert!(everything.users.rows.iter().any(|row| row.target == *target), "{target}");
    }
    assert!(everything.of(Group).rows.iter().all(|row| row.target != "externalId"));
}
