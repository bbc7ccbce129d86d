//! What is told of an expression that can be read.

use super::read;
use crate::entra::expression::ProblemSeverity;

/// The expression has one problem, of this weight at the part between `«` and `»`, told in these words.
#[track_caller]
fn check(marked: &str, severity: ProblemSeverity, words: &str) {
    let text = marked.replace(['«', '»'], "");
    let start = marked.find('«').expect("a place is marked");
    let end = marked.find('»').expect("a place is marked") - '«'.len_utf8();
    let problems = read(&text).problems();
    let [problem] = problems.as_slice() else { panic!("{text}: {problems:?}") };
    assert!(problem.message.contains(words), "{text}: {problem:?}");
    assert_eq!(
        (problem.severity, problem.span.clone()),
        (severity, start..end),
        "{text}: {problem:?}"
    );
}

#[track_caller]
fn warns(marked: &str, words: &str) {
    check(marked, ProblemSeverity::Warning, words);
}

#[track_caller]
fn fails(marked: &str, words: &str) {
    check(marked, ProblemSeverity::Error, words);
}

#[test]
fn names_in_another_case_or_from_elsewhere_are_told() {
    warns("«tolower»([a])", "spells this name “ToLower”");
    warns("InStr([a], \"b\", 1, «VBTextCompare»)", "vbTextCompare");
    warns("«Trim([a])»", "cloud sync alone");
    warns("«Len([a])»", "No page of Microsoft");
    warns("«Mid([a], 2)»", "cloud sync alone");
    warns("«FormatDateTime([a], \"yyyy\", \"MM\")»", "cloud sync alone");
    warns("«SelectUniqueValue([a], [b])»", "Active Directory alone");
    warns("[« mail»]".replace("[«", "«[").replace("»]", "]»").as_str(), "[mail]");
    warns("«[urn:ietf:params:scim:schemas:core:2.0:User:userName]»", "in the target");
}

#[test]
fn constants_that_no_function_takes_are_told() {
    fails("Left([a], «-1»)", "negative");
    fails("Left([a], «\"-1\"»)", "negative");
    fails("Left([a], «\"x\"»)", "whole number");
    warns("Left([a], «1.5»)", "rounds");
    fails("Item([a], «0»)", "index 1");
    warns("Word([a], «0», \" \")", "empty text");
    warns("Mid([a], «0», 3)", "not documented");
    fails("Mid([a], 1, «-1»)", "negative");
    warns("InStr([a], \"b\", 1, «\"1\"»)", "without quotes");
    warns("«Join(\",\", [a], , [b])»", "Remove the comma");
    warns("Append([a], «UTF8»)", "\"UTF8\"");
    warns("Count(«\"a\"»)", "several values");
    warns("SingleAppRoleAssignment(«[mail]»)", "appRoleAssignments");
    fails("RandomString(«257», 0, 0, 0, 0)", "no more than 256");
    fails("RandomString(«3», 1, 1, 1, 1, \"\")", "come to 4");
    fails("FormatDateTime([a], , \"yyyy\", «\"qqq\"»)", "no part of a date");
    fails("Replace([a], , «\"(x\"», , \"\", , )", "");
    warns("Replace([a], , «\"(?<a-b>x)\"», , \"\", , )", "");
    fails("DateAdd(«\"w\"», 1, Now())", "no interval");
    warns("«Replace([a], \"x\", , , , , )»", "Count the commas");
    warns("Replace([a], , \"(?<n>x)\", «\"m\"», \"\", , )", "no group “m”");
}

#[test]
fn a_switch_that_turns_states_around_is_told() {
    warns("«Switch([IsSoftDeleted], \"False\", \"True\", \"True\", \"False\")»", "empty default");
    warns("Switch([accountEnabled], «\"True\"», \"False\", \"False\")", "becomes active");
    warns("Switch([a], , \"x\", \"1\", «\"x\"», \"2\")", "second time");
    warns("«Switch([a], \"x\")»", "no keys");
}

#[test]
fn what_is_documented_has_no_problem() {
    for text in [
        "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")",
        "Switch([IsSoftDeleted], \"True\", \"True\", \"False\")",
        "Switch([state], \"Unknown\", \"NSW\", \"Australia/Sydney\")",
        "SingleAppRoleAssignment([appRoleAssignments])",
        "Mid([emoji], 1, 1)",
        "BitAnd(&HF, \"&HF7\")",
        "Left([a], 0)",
        "DateAdd(\"WW\", -2, Now())",
        "Replace([a], , \"(?<Suffix>@(.)*)\", \"Suffix\", \"\", , )",
        "Replace([a], , \"(?<n>x)\", \"n\" , , [b], )",
        "RandomString(256, 1, 1, 1, 1)",
    ] {
        assert_eq!(read(text).problems(), [], "{text}");
    }
}
