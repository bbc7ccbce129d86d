//! Reusable widgets. They read tokens, hold no data of the program, and report what the person did.

pub(crate) mod badge;
pub(crate) mod button;
pub(crate) mod card;
pub(crate) mod checkbox;
pub(crate) mod chip;
pub(crate) mod dialog;
pub(crate) mod field;
pub(crate) mod menu;
pub(crate) mod paint;
pub(crate) mod secret_field;
pub(crate) mod select;
pub(crate) mod table;
pub(crate) mod tabs;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod text;
pub(crate) mod visible;
