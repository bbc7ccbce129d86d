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
pub(crate) const BOOKMARK: Icon = Icon('\u{e060}'); // bookmark
pub(crate) const CARD: Icon = Icon('\u{e617}'); // id-card
pub(crate) const CHECK: Icon = Icon('\u{e06c}'); // check
pub(crate) const CIRCLE: Icon = Icon('\u{e076}'); // circle
pub(crate) const CLOCK: Icon = Icon('\u{e087}'); // clock
pub(crate) const CLOSE: Icon = Icon('\u{e1b2}'); // x
pub(crate) const CODE: Icon = Icon('\u{e36a}'); // braces
pub(crate) const COLUMNS: Icon = Icon('\u{e099}'); // columns-3
pub(crate) const COMMAND: Icon = Icon('\u{e181}'); // terminal
pub(crate) const COMPANY: Icon = Icon('\u{e290}'); // building-2
pub(crate) const CONNECT: Icon = Icon('\u{e37f}'); // plug
pub(crate) const COPY: Icon = Icon('\u{e09e}'); // copy
pub(crate) const DATABASE: Icon = Icon('\u{e0ad}'); // database
pub(crate) const DEACTIVATE: Icon = Icon('\u{e1a3}'); // user-x
pub(crate) const DIAGNOSE: Icon = Icon('\u{e038}'); // activity
pub(crate) const DISCONNECT: Icon = Icon('\u{e45d}'); // unplug
pub(crate) const DOMAINS: Icon = Icon('\u{e04e}'); // at-sign
pub(crate) const DOWN: Icon = Icon('\u{e06d}'); // chevron-down
pub(crate) const DOWNLOAD: Icon = Icon('\u{e0b2}'); // download
pub(crate) const EDIT: Icon = Icon('\u{e1f9}'); // pencil
pub(crate) const EXTERNAL: Icon = Icon('\u{e0b9}'); // external-link
pub(crate) const FAILED: Icon = Icon('\u{e084}'); // circle-x
pub(crate) const FILTER: Icon = Icon('\u{e460}'); // list-filter
pub(crate) const FINDING: Icon = Icon('\u{e2f1}'); // stethoscope
pub(crate) const FOLDER: Icon = Icon('\u{e247}'); // folder-open
pub(crate) const FORGET: Icon = Icon('\u{e28f}'); // eraser
pub(crate) const GLOBE: Icon = Icon('\u{e0e8}'); // globe
pub(crate) const GROUPS: Icon = Icon('\u{e1a4}'); // users
pub(crate) const HELP: Icon = Icon('\u{e082}'); // circle-question-mark
pub(crate) const HIDE: Icon = Icon('\u{e0bb}'); // eye-off
pub(crate) const HISTORY: Icon = Icon('\u{e1f5}'); // history
pub(crate) const INBOX: Icon = Icon('\u{e0f7}'); // inbox
pub(crate) const INFO: Icon = Icon('\u{e0f9}'); // info
pub(crate) const KEY: Icon = Icon('\u{e4a3}'); // key-round
pub(crate) const KEYBOARD: Icon = Icon('\u{e284}'); // keyboard
pub(crate) const LEFT: Icon = Icon('\u{e06e}'); // chevron-left
pub(crate) const LINK: Icon = Icon('\u{e102}'); // link
pub(crate) const LOCK: Icon = Icon('\u{e10b}'); // lock
pub(crate) const MAIL: Icon = Icon('\u{e10f}'); // mail
pub(crate) const MAPPINGS: Icon = Icon('\u{e24a}'); // arrow-left-right
pub(crate) const MINUS: Icon = Icon('\u{e11c}'); // minus
pub(crate) const MOON: Icon = Icon('\u{e11e}'); // moon
pub(crate) const MORE: Icon = Icon('\u{e0b6}'); // ellipsis
pub(crate) const NOT_FOUND: Icon = Icon('\u{e4ad}'); // search-x
pub(crate) const OFFLINE: Icon = Icon('\u{e1af}'); // wifi-off
pub(crate) const OK: Icon = Icon('\u{e226}'); // circle-check
pub(crate) const OVERVIEW: Icon = Icon('\u{e1c1}'); // layout-dashboard
pub(crate) const PANEL: Icon = Icon('\u{e431}'); // panel-right
pub(crate) const PAUSE: Icon = Icon('\u{e12e}'); // pause
pub(crate) const PHONE: Icon = Icon('\u{e133}'); // phone
pub(crate) const PLAN: Icon = Icon('\u{e086}'); // clipboard-list
pub(crate) const PLAY: Icon = Icon('\u{e13c}'); // play
pub(crate) const PRIVACY: Icon = Icon('\u{e683}'); // hat-glasses
pub(crate) const PROVEN: Icon = Icon('\u{e1ff}'); // shield-check
pub(crate) const REFRESH: Icon = Icon('\u{e145}'); // refresh-cw
pub(crate) const REMOVE: Icon = Icon('\u{e051}'); // ban
pub(crate) const RIGHT: Icon = Icon('\u{e06f}'); // chevron-right
pub(crate) const SANDBOX: Icon = Icon('\u{e0d5}'); // flask-conical
pub(crate) const SAVE: Icon = Icon('\u{e14d}'); // save
pub(crate) const SEARCH: Icon = Icon('\u{e151}'); // search
pub(crate) const SERVER: Icon = Icon('\u{e153}'); // server
pub(crate) const SETTINGS: Icon = Icon('\u{e154}'); // settings
pub(crate) const SHIELD: Icon = Icon('\u{e158}'); // shield
pub(crate) const SHOW: Icon = Icon('\u{e0ba}'); // eye
pub(crate) const SORT_DOWN: Icon = Icon('\u{e042}'); // arrow-down
pub(crate) const SORT_UP: Icon = Icon('\u{e04a}'); // arrow-up
pub(crate) const STOP: Icon = Icon('\u{e167}'); // square
pub(crate) const SUN: Icon = Icon('\u{e178}'); // sun
pub(crate) const TAG: Icon = Icon('\u{e17f}'); // tag
pub(crate) const THEME: Icon = Icon('\u{e11d}'); // monitor
pub(crate) const TRASH: Icon = Icon('\u{e18e}'); // trash-2
pub(crate) const UNDO: Icon = Icon('\u{e2a1}'); // undo-2
pub(crate) const UNLINK: Icon = Icon('\u{e19c}'); // unlink
pub(crate) const UNLOCK: Icon = Icon('\u{e10c}'); // lock-open
pub(crate) const UP: Icon = Icon('\u{e070}'); // chevron-up
pub(crate) const UPLOAD: Icon = Icon('\u{e19e}'); // upload
pub(crate) const USERS: Icon = Icon('\u{e19f}'); // user
pub(crate) const WAITING: Icon = Icon('\u{e4b0}'); // circle-dashed
pub(crate) const WARNING: Icon = Icon('\u{e193}'); // triangle-alert
pub(crate) const WORKING: Icon = Icon('\u{e10a}'); // loader-circle

#[cfg(test)]
/// Every icon, for the test that the font holds them.
pub(crate) const ALL: [Icon; 83] = [
    ACTIVITY, ADD, ALERT, BOOKMARK, CARD, CHECK, CIRCLE, CLOCK, CLOSE, CODE, COLUMNS, COMMAND,
    COMPANY, CONNECT, COPY, DATABASE, DEACTIVATE, DIAGNOSE, DISCONNECT, DOMAINS, DOWN, DOWNLOAD,
    EDIT, EXTERNAL, FAILED, FILTER, FINDING, FOLDER, FORGET, GLOBE, GROUPS, HELP, HIDE, HISTORY,
    INBOX, INFO, KEY, KEYBOARD, LEFT, LINK, LOCK, MAIL, MAPPINGS, MINUS, MOON, MORE, NOT_FOUND,
    OFFLINE, OK, OVERVIEW, PANEL, PAUSE, PHONE, PLAN, PLAY, PRIVACY, PROVEN, REFRESH, REMOVE,
    RIGHT, SANDBOX, SAVE, SEARCH, SERVER, SETTINGS, SHIELD, SHOW, SORT_DOWN, SORT_UP, STOP, SUN,
    TAG, THEME, TRASH, UNDO, UNLINK, UNLOCK, UP, UPLOAD, USERS, WAITING, WARNING, WORKING,
];
