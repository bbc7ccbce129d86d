//! Finds people of a directory by what is typed.

use crate::entra::directory::{Column, Directory};

/// What a person is found by.
const SEARCHED: [&str; 7] = [
    "displayName",
    "userPrincipalName",
    "mail",
    "employeeId",
    "objectId",
    "department",
    "jobTitle",
];

impl Directory {
    /// The rows of the people in whose names, addresses, numbers or work every word is found, upper or lower case.
    pub fn search(&self, words: &str) -> Vec<usize> {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let finders: Vec<_> = words.iter().map(memchr::memmem::Finder::new).collect();
        let columns: Vec<Column> = SEARCHED.iter().filter_map(|name| self.column(name)).collect();
        let mut folded = String::new();
        let matches =
            |folded: &str| finders.iter().all(|word| word.find(folded.as_bytes()).is_some());
        self.people()
            .filter(|person| {
                folded.clear();
                for text in columns.iter().filter_map(|column| person.text_at(*column)) {
                    fold(text, &mut folded);
                    // No word goes over the end of a text.
                    folded.push('\n');
                }
                matches(&folded)
            })
            .map(super::DirectoryPerson::row)
            .collect()
    }
}

fn fold(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        if let Some(added) = folded.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    } else {
        folded.extend(text.chars().flat_map(char::to_lowercase));
    }
}
