//! Sources are read as they are typed, and two versions of a mapping are compared row by row.

use super::*;

fn row(source: &str, target: &str) -> AttributeMapping {
    AttributeMapping::new(Source::typed(source), target)
}

#[test]
fn sources_are_read_as_they_are_typed() {
    for (text, expected) in [
        ("", Source::None),
        ("  ", Source::None),
        ("[mail]", Source::Direct("mail".to_owned())),
        (" [mail] ", Source::Direct("mail".to_owned())),
        (r#""a\"b""#, Source::Constant("a\"b".to_owned())),
        ("ToLower([mail])", Source::Expression(ExpressionText::new("ToLower([mail])"))),
        ("ToLower(", Source::Expression(ExpressionText::new("ToLower("))),
    ] {
        assert_eq!(Source::typed(text), expected, "{text}");
    }
}

#[test]
fn expressions_are_equal_when_they_mean_the_same() {
    let text = ExpressionText::new;
    assert_eq!(text("Append([a], \"b\")"), text("Append( [a],\n  \"b\" )"));
    assert_ne!(text("Append([a], \"b\")"), text("Append([a], \"c\")"));
    assert_eq!(text("Append("), text("Append("));
    assert_ne!(text("Append("), text("Append( "));
    assert_ne!(text("Append("), text("ToLower([a])"));
}

/// Compares the rows of people in two versions.
fn check(old: &[AttributeMapping], new: &[AttributeMapping], expected: &[RowDifference]) {
    let mappings = |rows: &[AttributeMapping]| Mappings {
        users: ObjectMapping { rows: rows.to_vec(), ..ObjectMapping::default() },
        ..Mappings::default()
    };
    let found = MappingDifference::between(&mappings(old), &mappings(new));
    assert_eq!(found.users.rows, expected);
    assert_eq!(found.is_empty(), expected.is_empty());
}

#[test]
fn rows_of_two_versions_are_compared() {
    use RowDifference::{Added, Changed, Removed};
    let [a, b, c] = [row("[a]", "userName"), row("[b]", "title"), row("[c]", "nickName")];
    let other = row("[d]", "title");
    let renamed = row("[b]", "displayName");
    let all = AttributeMapping {
        default: Some("x".to_owned()),
        matching: Some(1),
        flow: FlowType::ObjectAddOnly,
        ..other.clone()
    };
    let old = [a.clone(), b.clone(), c.clone()];
    check(&old, &old, &[]);
    check(&old, &[c.clone(), a.clone(), b.clone()], &[]);
    check(&old, &[a.clone(), b.clone(), c.clone(), b.clone()], &[Added(3)]);
    check(&old, &[a.clone(), c.clone()], &[Removed(1)]);
    check(&old, &[], &[Removed(0), Removed(1), Removed(2)]);
    check(&[], &old, &[Added(0), Added(1), Added(2)]);
    let changed = |fields: &[RowField]| Changed { old: 1, new: 1, fields: fields.to_vec() };
    check(&old, &[a.clone(), other, c.clone()], &[changed(&[RowField::Source])]);
    check(&old, &[a.clone(), renamed, c.clone()], &[changed(&[RowField::Target])]);
    let fields = [RowField::Source, RowField::Default, RowField::Matching, RowField::Flow];
    check(&old, &[a, all, c], &[changed(&fields)]);
}

#[test]
fn other_parts_of_two_versions_are_compared() {
    let old = Mappings::default();
    let target = TargetAttribute {
        name: "title".to_owned(),
        kind: "String".to_owned(),
        is_required: false,
        is_multi_valued: false,
        is_case_exact: false,
        mutability: Mutability::Writable,
    };
    let mut new = old.clone();
    new.groups.is_enabled = true;
    new.groups.actions.delete = Allowed::No;
    new.groups.targets.push(target);
    let found = MappingDifference::between(&old, &new);
    assert_eq!(found.users, ObjectDifference::default());
    assert!(found.groups.is_switched && found.groups.is_allowed_otherwise);
    assert!(!found.groups.is_scoped_otherwise);
    assert_eq!(found.groups.targets, ["title"]);
    assert_eq!(MappingDifference::between(&new, &old).groups.targets, ["title"]);
}
