//! Reusable widgets. They read tokens, hold no data of the program, and report what the person did.
//!
//! | to show | use |
//! |---|---|
//! | text by role | [`text`]: `heading`, `title`, `strong`, `body`, `muted`, `hint`, `error`, `mono` |
//! | something to press | [`button::Button`], [`button::link`], [`chip`], [`menu`] under or at anything |
//! | something to type or choose | [`field::Field`], [`field::Search`], [`secret_field::SecretField`], [`phrase_field::PhraseField`], [`select::Select`], [`tabs`] |
//! | one word about a thing | [`badge::badge`], [`badge::status`], [`badge::key_hint`], [`avatar`] |
//! | many rows | [`table::Table`] with a [`table::state::TableState`] kept by the page |
//! | one subject | [`card::card`], [`card::KeyValue`], [`code`], [`reveal`] |
//! | parts of a whole, steps of a way | [`share_bar`], [`steps`] |
//! | news | [`banner::Banner`], [`toast`], [`dialog::Dialog`], [`progress::Progress`] |
//! | nothing there | [`empty::EmptyState`] |
//! | the frame of the window | [`nav`], [`split`], [`paint::separator`] |
//!
//! Text from data goes through `verkada::name::shown` before it is laid out; all of these do so.
//! Clipboard, files and network are never touched here: what should be copied is returned.

pub(crate) mod avatar;
pub(crate) mod badge;
pub(crate) mod banner;
pub(crate) mod button;
pub(crate) mod card;
pub(crate) mod checkbox;
pub(crate) mod chip;
pub(crate) mod code;
pub(crate) mod dialog;
pub(crate) mod empty;
pub(crate) mod field;
mod json_colors;
pub(crate) mod menu;
pub(crate) mod nav;
pub(crate) mod paint;
pub(crate) mod phrase_field;
pub(crate) mod progress;
pub(crate) mod reveal;
pub(crate) mod secret_field;
pub(crate) mod select;
pub(crate) mod share_bar;
pub(crate) mod split;
pub(crate) mod steps;
pub(crate) mod table;
pub(crate) mod tabs;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod text;
pub(crate) mod toast;
