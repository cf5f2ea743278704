CREATE TABLE audit_entry (
    id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    at datetime NOT NULL,
    actor_id bigint NULL,
    actor_name text NOT NULL,
    roles text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    subject_id text NOT NULL,
    area text NOT NULL,
    purpose text NOT NULL,
    detail text NOT NULL
);

CREATE INDEX audit_entry_at ON audit_entry (at);

CREATE INDEX audit_entry_actor ON audit_entry (actor_id, id);

CREATE INDEX audit_entry_action ON audit_entry (action, id);

CREATE INDEX audit_entry_subject ON audit_entry (subject_id, subject) WHERE subject_id <> '';

CREATE TABLE audit_batch (
    number bigint NOT NULL PRIMARY KEY,
    first_id bigint NOT NULL,
    last_id bigint NOT NULL,
    entries bigint NOT NULL,
    root text NOT NULL,
    previous text NOT NULL,
    sealed_at datetime NOT NULL,
    signature text NOT NULL,
    leaves blob NOT NULL
);

CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'The log only grows: no entry is changed.'); END;

CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'The log only grows: no entry is removed.'); END;

-- INSERT OR REPLACE would remove a row without asking the trigger above.
CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
WHEN NEW.id IS NOT NULL AND NEW.id <> -1 AND NEW.id <= (SELECT max(id) FROM audit_entry)
BEGIN SELECT RAISE(ABORT, 'The log only grows: an entry comes after all others.'); END;

CREATE TRIGGER audit_batch_no_update BEFORE UPDATE ON audit_batch
BEGIN SELECT RAISE(ABORT, 'The log only grows: no seal is changed.'); END;

CREATE TRIGGER audit_batch_no_delete BEFORE DELETE ON audit_batch
BEGIN SELECT RAISE(ABORT, 'The log only grows: no seal is removed.'); END;

CREATE TRIGGER audit_batch_no_replace BEFORE INSERT ON audit_batch
WHEN NEW.number <= (SELECT max(number) FROM audit_batch)
BEGIN SELECT RAISE(ABORT, 'The log only grows: a seal comes after all others.'); END;
