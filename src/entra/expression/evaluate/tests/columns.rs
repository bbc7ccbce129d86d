//! Many people at once: the same as one after the other, whoever is among them.

use super::*;
use crate::entra::expression::evaluate::columns::USUAL_BYTES;

/// What people have of `x` and `y`: texts of all kinds, nothing, and several.
const VALUES: [&[&str]; 9] = [
    &["True"],
    &["False"],
    &["Ana Lima"],
    &["+1 555 0100"],
    &["Ærø 🦊 ß"],
    &[""],
    &[],
    &["one"],
    &["one", "two"],
];

/// Comes to the same for every pair of values, alone and among all others.
#[track_caller]
fn check(text: &str) {
    let arena = Arena::default();
    let value = |texts: &[&'static str]| match texts {
        [] => ValueRef::Null,
        [text] => ValueRef::Text(text),
        texts => arena.list(texts.iter().copied()),
    };
    let pairs = VALUES.iter().flat_map(|x| VALUES.iter().map(|y| [value(x), value(y)]));
    check_people(text, &pairs.collect::<Vec<_>>(), &arena);
}

/// Comes to the same for people who have these values of `x` and `y`.
#[track_caller]
fn check_people(text: &str, people: &[[ValueRef<'_>; 2]], arena: &Arena) {
    let expression = Expression::parse(text).unwrap();
    let places = expression.attributes().map(|name| usize::from(name == "y"));
    let places: Vec<_> = places.collect();
    let (nobody, chance) = (Person::default(), Dice(Cell::new(1)));
    let given = Given { attributes: &nobody, now: now(), chance: &chance, arena };
    let alone = |person: usize| {
        let read: Vec<_> = places.iter().map(|place| people[person][*place]).collect();
        expression.evaluate_read(arena.hold_all(&read), &given)
    };
    let column = |place: &usize| {
        let values: Vec<_> = people.iter().map(|person| person[*place]).collect();
        ReadColumn::of(&values, arena)
    };
    let columns: Vec<_> = places.iter().map(column).collect();
    let mut all = Vec::new();
    expression.evaluate_all(people.len(), &columns, arena, alone, |came| all.push(came));
    let expected: Vec<_> = (0..people.len()).map(alone).collect();
    assert_eq!(all, expected, "{text}");
}

#[test]
fn people_who_share_texts_come_to_the_same_as_each_of_them() {
    let long = "long".repeat(USUAL_BYTES);
    let texts = ["True", "", "Ana Lima", &long, "Ærø ß", "never"];
    let (x, y) = ([0, 1, 2, 3, 4, 0, 2, 4, 3, 1, 0, 2], [4, 4, 0, 2, 2, 1, 2, 3, 0, 0, 0, 0]);
    for text in [
        "[x]",
        "ToLower([x], )",
        "Switch([x], , \"True\", \"yes\", \"Ana Lima\", \"no\")",
        "IIF([x] = \"True\", [x], \"-\")",
        "Not([x])",
        "Append([x], [x])",
        "Join(\" \", [x], [y])",
        "Coalesce([x], [y])",
        "Switch([x], [x], \"True\", \"yes\")",
        "Append([x], RandomString(9, 1, 1, 1, 1, \"\"))",
    ] {
        let expression = Expression::parse(text).unwrap();
        let arena = Arena::default();
        let [x_column, y_column] =
            [&x, &y].map(|places| ReadColumn::shared(places, &texts, &arena));
        let columns =
            expression.attributes().map(|name| if name == "x" { x_column } else { y_column });
        let columns: Vec<_> = columns.collect();
        let nobody = Person::default();
        let alone = |person: usize| {
            let read: Vec<_> = columns.iter().map(|column| column.value(person)).collect();
            let chance = arena.hold(Dice(Cell::new(person as u64)));
            let given = Given { attributes: &nobody, now: now(), chance, arena: &arena };
            expression.evaluate_read(arena.hold_all(&read), arena.hold(given))
        };
        let mut all = Vec::new();
        expression.evaluate_all(x.len(), &columns, &arena, alone, |came| all.push(came));
        let expected: Vec<_> = (0..x.len()).map(alone).collect();
        assert_eq!(all, expected, "{text}");
    }
}

#[test]
fn many_people_come_to_the_same_as_each_of_them() {
    for expression in [
        "[x]",
        "\"text\"",
        "12",
        "Append([x], [y])",
        "Append([x], \"@halcyon.example\")",
        "Append(\"a\", \"b\")",
        "IIF([x] = [y], \"same\", [x])",
        "IIF([x] <> \"True\", \"other\", [y])",
        "IIF([x] > [y], \"more\", \"less\")",
        "IIF(Not([x]), \"a\", \"b\")",
        "IIF([x], [y], \"b\")",
        "Join(\"-\", [x], [y], \"z\")",
        "Join(\" \", Replace([x], \"True\", , , \"\", , ), [y])",
        "Join([x], \"a\", [y])",
        "Left([x], 6)",
        "Left([x], 0)",
        "Left([x], -1)",
        "Left([x], [y])",
        "Mid([x], 2, 5)",
        "Mid([x], 0, 5)",
        "Mid([x], 3)",
        "NormalizeDiacritics([x])",
        "Not([x])",
        "Not(Not([x]))",
        "Not(\"True\")",
        "Replace([x], \" \", , , \"\", , )",
        "Replace([x], \"e\", , , [y], , )",
        "Replace([x], \"\", , , \"a\", , )",
        "Replace([x], \"one\", , , \"two\", , )",
        "Replace([x], , \"[aeiou]\", , \"\", , )",
        "StripSpaces([x])",
        "Switch([x], , \"False\", \"True\", \"True\", \"False\")",
        "Switch([x], [y], \"one\", \"1\")",
        "Switch([x], \"none\", \"\", \"empty\")",
        "Append(Switch([x], , \"one\", [y]), \"!\")",
        "ToLower([x], )",
        "ToLower([x], \"tr-TR\")",
        "ToUpper(NormalizeDiacritics(StripSpaces(Join(\".\", [x], [y]))), )",
        "IgnoreFlowIfNullOrEmpty([x])",
        "Coalesce([x], [y])",
    ] {
        check(expression);
    }
}

#[test]
fn what_becomes_too_large_for_one_becomes_too_large_for_many() {
    // 98 separators of 2,600 bytes are less than one evaluation may make, 105 are more.
    for count in [10, 98, 105] {
        let separator = "-".repeat(2_600);
        let text = format!("Join(\"{separator}\", [x]{})", ", \"a\"".repeat(count));
        check_people(&text, &[[ValueRef::Text("True"); 2]; 4], &Arena::default());
    }
}

#[test]
fn texts_are_shared_up_to_half_as_many_as_people() {
    let arena = Arena::default();
    for (texts, is_shared) in [(&["a", "b"][..], true), (&["a", "b", "c"], false)] {
        let column = ReadColumn::shared(&[0, 1, 0, 1], texts, &arena);
        assert_eq!(ReadColumn::shared_by_all(&[column; 2]).is_some(), is_shared, "{texts:?}");
        let other = ReadColumn::shared(&[0, 1, 0, 1], texts, &arena);
        assert!(ReadColumn::shared_by_all(&[column, other]).is_none(), "{texts:?}");
        assert_eq!(column.value(3), ValueRef::Text("b"));
    }
}

#[test]
fn texts_of_every_length_come_out_whole() {
    let letters: String = ('A'..='Z').chain(" é🦊".chars()).cycle().take(140).collect();
    let texts: Vec<&str> = (0..letters.len()).filter_map(|end| letters.get(..end)).collect();
    let people = texts.iter().zip(texts.iter().rev());
    let people: Vec<_> = people.map(|(x, y)| [ValueRef::Text(x), ValueRef::Text(y)]).collect();
    for text in [
        "[x]",
        "Append([x], [y])",
        "Append([x], \"@\")",
        "Join(\", \", [x], \"z\", [y])",
        "Replace([x], \"E\", , , \"\", , )",
        "Replace([x], \"E\", , , \"ee\", , )",
        "StripSpaces([x])",
        "ToLower([x], )",
        "Left([x], 30)",
        "Mid([x], 20, 40)",
    ] {
        check_people(text, &people, &Arena::default());
        let ascii: Vec<_> = people.iter().copied().take(26).collect();
        check_people(text, &ascii, &Arena::default());
    }
}

#[test]
fn who_has_what_is_usual_is_never_evaluated_alone() {
    for text in [
        "Join(\" \", [x], [y])",
        "ToLower(NormalizeDiacritics(StripSpaces([x])), )",
        "Switch([x], , \"False\", \"True\", \"True\", \"False\")",
        "IIF(Not([x]), Append(Left([y], 1), \".\"), Mid([y], 2, 3))",
        "IIF([y] = \"Ana\", Replace([y], \"n\", , , \"\", , ), ToUpper([y]))",
    ] {
        let expression = Expression::parse(text).unwrap();
        let arena = Arena::default();
        let of = |name| ValueRef::Text(if name == "x" { "True" } else { "Ana Søe" });
        let columns = expression.attributes().map(|name| ReadColumn::of(&[of(name); 2], &arena));
        let columns: Vec<_> = columns.collect();
        let mut count = 0;
        let alone = |_| panic!("{text} is not usual");
        expression
            .evaluate_all(2, &columns, &arena, alone, |came| count += usize::from(came.is_ok()));
        assert_eq!(count, 2, "{text}");
    }
}
