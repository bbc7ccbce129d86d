//! The icon font: one constant per meaning, drawn from Lucide.

/// One glyph of the icon font, named by what it means in this product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Icon(char);

impl Icon {
    /// Its character in the icon font.
    pub(crate) const fn glyph(self) -> char {
        self.0
    }
}

pub(crate) const ACTIVITY: Icon = Icon('\u{e185}'); // text-align-start
pub(crate) const ADD: Icon = Icon('\u{e13d}'); // plus
pub(crate) const ALERT: Icon = Icon('\u{e077}'); // circle-alert
pub(crate) const AT: Icon = Icon('\u{e04e}'); // at-sign
pub(crate) const CARD: Icon = Icon('\u{e0aa}'); // credit-card
pub(crate) const CHECK: Icon = Icon('\u{e06c}'); // check
pub(crate) const CIRCLE: Icon = Icon('\u{e076}'); // circle
pub(crate) const CLOSE: Icon = Icon('\u{e1b2}'); // x
pub(crate) const COLUMNS: Icon = Icon('\u{e099}'); // columns-3
pub(crate) const COMPARE: Icon = Icon('\u{e359}'); // git-compare
pub(crate) const CONNECT: Icon = Icon('\u{e37f}'); // plug
pub(crate) const COPY: Icon = Icon('\u{e09e}'); // copy
pub(crate) const DIAGNOSE: Icon = Icon('\u{e038}'); // activity
pub(crate) const DOCUMENT: Icon = Icon('\u{e0cc}'); // file-text
pub(crate) const DOWN: Icon = Icon('\u{e06d}'); // chevron-down
pub(crate) const DOWNLOAD: Icon = Icon('\u{e0b2}'); // download
pub(crate) const ERASE: Icon = Icon('\u{e051}'); // ban
pub(crate) const EXTERNAL: Icon = Icon('\u{e0b9}'); // external-link
pub(crate) const EYE: Icon = Icon('\u{e0ba}'); // eye
pub(crate) const EYE_OFF: Icon = Icon('\u{e0bb}'); // eye-off
pub(crate) const FAILED: Icon = Icon('\u{e084}'); // circle-x
pub(crate) const FILTER: Icon = Icon('\u{e460}'); // list-filter
pub(crate) const FIX: Icon = Icon('\u{e357}'); // wand-sparkles
pub(crate) const FOLDER: Icon = Icon('\u{e247}'); // folder-open
pub(crate) const GROUPS: Icon = Icon('\u{e1a4}'); // users
pub(crate) const HELP: Icon = Icon('\u{e082}'); // circle-question-mark
pub(crate) const HISTORY: Icon = Icon('\u{e1f5}'); // history
pub(crate) const INBOX: Icon = Icon('\u{e0f7}'); // inbox
pub(crate) const INFO: Icon = Icon('\u{e0f9}'); // info
pub(crate) const KEY: Icon = Icon('\u{e4a3}'); // key-round
pub(crate) const KEYBOARD: Icon = Icon('\u{e284}'); // keyboard
pub(crate) const LOCK: Icon = Icon('\u{e10b}'); // lock
pub(crate) const MAPPINGS: Icon = Icon('\u{e24a}'); // arrow-left-right
pub(crate) const MINUS: Icon = Icon('\u{e11c}'); // minus
pub(crate) const MOON: Icon = Icon('\u{e11e}'); // moon
pub(crate) const NOT_FOUND: Icon = Icon('\u{e4ad}'); // search-x
pub(crate) const OFFLINE: Icon = Icon('\u{e1af}'); // wifi-off
pub(crate) const OK: Icon = Icon('\u{e226}'); // circle-check
pub(crate) const OVERVIEW: Icon = Icon('\u{e1c1}'); // layout-dashboard
pub(crate) const PAUSE: Icon = Icon('\u{e12e}'); // pause
pub(crate) const PLAY: Icon = Icon('\u{e13c}'); // play
pub(crate) const REDO: Icon = Icon('\u{e2a0}'); // redo-2
pub(crate) const REFRESH: Icon = Icon('\u{e145}'); // refresh-cw
pub(crate) const RIGHT: Icon = Icon('\u{e06f}'); // chevron-right
pub(crate) const SANDBOX: Icon = Icon('\u{e0d5}'); // flask-conical
pub(crate) const SEARCH: Icon = Icon('\u{e151}'); // search
pub(crate) const SETTINGS: Icon = Icon('\u{e154}'); // settings
pub(crate) const SHIELD: Icon = Icon('\u{e158}'); // shield
pub(crate) const SORT_DOWN: Icon = Icon('\u{e042}'); // arrow-down
pub(crate) const SORT_UP: Icon = Icon('\u{e04a}'); // arrow-up
pub(crate) const STOP: Icon = Icon('\u{e167}'); // square
pub(crate) const SUN: Icon = Icon('\u{e178}'); // sun
pub(crate) const THEME: Icon = Icon('\u{e11d}'); // monitor
pub(crate) const TRASH: Icon = Icon('\u{e18e}'); // trash-2
pub(crate) const UNDO: Icon = Icon('\u{e2a1}'); // undo-2
pub(crate) const UNLOCK: Icon = Icon('\u{e10c}'); // lock-open
pub(crate) const UP: Icon = Icon('\u{e070}'); // chevron-up
pub(crate) const USERS: Icon = Icon('\u{e19f}'); // user
pub(crate) const WAITING: Icon = Icon('\u{e4b0}'); // circle-dashed
pub(crate) const WARNING: Icon = Icon('\u{e193}'); // triangle-alert
pub(crate) const WORKING: Icon = Icon('\u{e10a}'); // loader-circle

/// Every icon, for the test that the font holds them.
#[cfg(test)]
pub(crate) const ALL: [Icon; 61] = [
    ACTIVITY, ADD, ALERT, AT, CARD, CHECK, CIRCLE, CLOSE, COLUMNS, COMPARE, CONNECT, COPY,
    DIAGNOSE, DOCUMENT, DOWN, DOWNLOAD, ERASE, EXTERNAL, EYE, EYE_OFF, FAILED, FILTER, FIX, FOLDER,
    GROUPS, HELP, HISTORY, INBOX, INFO, KEY, KEYBOARD, LOCK, MAPPINGS, MINUS, MOON, NOT_FOUND,
    OFFLINE, OK, OVERVIEW, PAUSE, PLAY, REDO, REFRESH, RIGHT, SANDBOX, SEARCH, SETTINGS, SHIELD,
    SORT_DOWN, SORT_UP, STOP, SUN, THEME, TRASH, UNDO, UNLOCK, UP, USERS, WAITING, WARNING,
    WORKING,
];
