//! The language as text: what is read, what is refused and how that is said.

mod parser;
