-- The organization. `seq` is the order of creation, and with it the order of every list.
-- `body` is the resource as it is served, up to and with `meta.lastModified`: the version, the location and what is
-- computed (`groups` of a user, `members` of a group) are appended when it is read.

CREATE TABLE organization (
  key TEXT PRIMARY KEY,
  value NOT NULL
) WITHOUT ROWID;

CREATE TABLE domains (
  name TEXT PRIMARY KEY,
  added_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_name TEXT NOT NULL UNIQUE, -- folded: unique without case
  external_id TEXT,
  version INTEGER NOT NULL,
  body BLOB NOT NULL,
  groups BLOB -- the `groups` attribute as JSON, NULL for none
);
CREATE INDEX users_external_id ON users (external_id);

CREATE TABLE mails (
  mail TEXT PRIMARY KEY, -- folded: one person per address
  user INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE verkada_external_ids (
  external_id TEXT PRIMARY KEY, -- as sent: unique with case
  user INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE deleted (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_name TEXT NOT NULL,
  mail TEXT,
  version INTEGER NOT NULL,
  deleted_at TEXT NOT NULL,
  body BLOB NOT NULL,
  groups BLOB -- what the person was in
);
CREATE INDEX deleted_user_name ON deleted (user_name);
CREATE INDEX deleted_mail ON deleted (mail);
CREATE INDEX deleted_since ON deleted (deleted_at, seq);

CREATE TABLE groups (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  display TEXT NOT NULL,
  display_name TEXT NOT NULL, -- folded
  external_id TEXT,
  version INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX groups_display_name ON groups (display_name);
CREATE INDEX groups_external_id ON groups (external_id);

CREATE TABLE members (
  group_seq INTEGER NOT NULL,
  user_seq INTEGER NOT NULL,
  PRIMARY KEY (group_seq, user_seq)
) WITHOUT ROWID;
CREATE INDEX members_user ON members (user_seq, group_seq);

-- What happened to people since the organization was filled; what was before follows from its seed. `user` is the `seq`
-- of a person, also of one in Deleted users.
CREATE TABLE history (
  user INTEGER NOT NULL,
  number INTEGER NOT NULL, -- 0 tells how the person stood before everything else
  at INTEGER NOT NULL, -- milliseconds since 1970
  event INTEGER NOT NULL,
  detail TEXT,
  PRIMARY KEY (user, number)
) WITHOUT ROWID;

-- Roles and the like of people for whom an admin changed them; those of the others follow from the seed.
CREATE TABLE belongings (
  user INTEGER PRIMARY KEY,
  kept TEXT NOT NULL
);
