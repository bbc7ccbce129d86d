-- From format 1 to 2. The token of format 1 was made anew for each run, so nobody can have it.

ALTER TABLE domains RENAME TO old_domains;
CREATE TABLE domains (
  name TEXT PRIMARY KEY,
  added_at TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO domains (name, added_at)
  SELECT name, (SELECT value FROM organization WHERE key = 'migrated_at') FROM old_domains;
DROP TABLE old_domains;

CREATE INDEX deleted_since ON deleted (deleted_at, seq);

CREATE TABLE history (
  user INTEGER NOT NULL,
  number INTEGER NOT NULL, -- 0 tells how the person stood before everything else
  at INTEGER NOT NULL, -- milliseconds since 1970
  event INTEGER NOT NULL,
  detail TEXT,
  PRIMARY KEY (user, number)
) WITHOUT ROWID;

CREATE TABLE belongings (
  user INTEGER PRIMARY KEY,
  kept TEXT NOT NULL
);

DELETE FROM organization WHERE key = 'token_hash';
INSERT INTO organization (key, value) VALUES ('to_scrub', '1');
INSERT INTO organization (key, value)
  SELECT 'seeded_at', value FROM organization WHERE key = 'migrated_at';
