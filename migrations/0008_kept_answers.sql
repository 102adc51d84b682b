-- Answers that are kept current while a month is open, and frozen by the row that closes it.
-- An answer belongs to a revision of its month. Until that revision is closed it is replaced whenever a change
-- touches it; from then on nobody alters, deletes or adds one. Closing therefore writes one row.

-- Whose change it was, where it was one patient's.
ALTER TABLE change_feed ADD COLUMN patient_id {uuid};

-- The first instant after the last segment of an entry that paused. Without a pause an entry ends its length after it
-- began, and this stays empty; nothing before this change has recorded a pause.
ALTER TABLE time_entry ADD COLUMN ends_at {instant};
-- Entries that may reach far beyond their start are few; the others are found within an hour of it (TIME-08).
CREATE INDEX time_entry_long ON time_entry (practice_id, performer_id, started_at)
  WHERE length_seconds > 3600 OR ends_at IS NOT NULL;

CREATE INDEX attestation_by_patient ON attestation (practice_id, patient_id);
CREATE INDEX outside_claim_by_patient ON outside_claim (practice_id, patient_id);

-- Counted seconds by bucket, and what is missing to the next threshold: for lists that open no sealed body.
ALTER TABLE determination ADD COLUMN minutes {json};
ALTER TABLE determination ADD COLUMN next {json};
-- A closing hashes all answers in the order of the patients without reading one of them.
DROP INDEX determination_by_month;
CREATE INDEX determination_by_month ON determination (practice_id, month, revision, patient_id, sha256);

-- The last change of the practice's feed that a closing has seen.
ALTER TABLE month_closure ADD COLUMN position {int};

-- Why a closed month was opened again; the next closing has this revision.
CREATE TABLE month_reopening (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  month           {text} NOT NULL,
  revision        {int} NOT NULL,
  reason_sealed   {bytes} NOT NULL,
  reopened_at     {instant} NOT NULL,
  reopened_by     {json} NOT NULL,
  PRIMARY KEY (practice_id, month, revision)
) {strict};

-- A month whose answers are kept current. `basis` is the hash of all that its patients have in common: rules, engine,
-- practice, payers, people. Another basis makes every answer stale, and begins another generation of batches.
CREATE TABLE open_month (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  month           {text} NOT NULL,
  revision        {int} NOT NULL,
  basis           {bytes} NOT NULL,
  generation      {int} NOT NULL,
  from_at         {instant} NOT NULL,
  until_at        {instant} NOT NULL,
  PRIMARY KEY (practice_id, month)
) {strict};

-- The patients of an open month in ranges of their ids: each patient is in exactly one, so who holds a batch's lease is
-- the only one to judge its patients. `until_patient_id` is the first of the next; the last batch has none.
CREATE TABLE month_batch (
  practice_id      {uuid} NOT NULL,
  organization_id  {uuid} NOT NULL,
  month            {text} NOT NULL,
  first_patient_id {uuid} NOT NULL,
  until_patient_id {uuid},
  is_whole         {bool} NOT NULL,
  after_patient_id {uuid},
  writes           {int} NOT NULL,
  holder           {text},
  leased_until     {instant},
  PRIMARY KEY (practice_id, month, first_patient_id)
) {strict};

-- Patients whose kept answer a change has touched. A mark that was raised meanwhile is not the mark that was read.
CREATE TABLE stale_answer (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  month           {text} NOT NULL,
  patient_id      {uuid} NOT NULL,
  mark            {int} NOT NULL,
  PRIMARY KEY (practice_id, month, patient_id)
) {strict};

-- How far a reader of the practice's feed has come.
CREATE TABLE feed_cursor (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  reader          {text} NOT NULL,
  position        {int} NOT NULL,
  PRIMARY KEY (practice_id, reader)
) {strict};

-- @postgres
SELECT perennial_protect('month_reopening', true);
SELECT perennial_protect(t, false) FROM unnest(ARRAY['open_month', 'month_batch', 'stale_answer', 'feed_cursor']) AS t;
-- What a closed revision says can be neither deleted nor added to.
CREATE FUNCTION perennial_freeze(name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE unfrozen text := format('NOT EXISTS (SELECT 1 FROM month_closure c WHERE c.practice_id = %1$I.practice_id AND c.month = %1$I.month AND c.revision = %1$I.revision)', name);
BEGIN
  EXECUTE format('GRANT DELETE ON %I TO {role}', name);
  EXECUTE format('CREATE POLICY frozen_against_delete ON %I AS RESTRICTIVE FOR DELETE USING (%s)', name, unfrozen);
  EXECUTE format('CREATE POLICY frozen_against_insert ON %I AS RESTRICTIVE FOR INSERT WITH CHECK (%s)', name, unfrozen);
END $$;
SELECT perennial_freeze(t) FROM unnest(ARRAY['determination', 'determination_line', 'determination_hold', 'determination_exclusion']) AS t;
-- Bodies stand beside the table, so that a walk over the narrow columns passes them by.
ALTER TABLE determination SET (toast_tuple_target = 128);
ALTER TABLE determination ALTER COLUMN body_sealed SET STORAGE EXTERNAL;
-- @end
-- @sqlite
DROP TRIGGER determination_is_never_deleted;
DROP TRIGGER determination_line_is_never_deleted;
DROP TRIGGER determination_hold_is_never_deleted;
DROP TRIGGER determination_exclusion_is_never_deleted;
CREATE TRIGGER determination_is_frozen_against_delete BEFORE DELETE ON determination WHEN EXISTS (SELECT 1 FROM month_closure c WHERE c.practice_id = OLD.practice_id AND c.month = OLD.month AND c.revision = OLD.revision) BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_line_is_frozen_against_delete BEFORE DELETE ON determination_line WHEN EXISTS (SELECT 1 FROM month_closure c WHERE c.practice_id = OLD.practice_id AND c.month = OLD.month AND c.revision = OLD.revision) BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_hold_is_frozen_against_delete BEFORE DELETE ON determination_hold WHEN EXISTS (SELECT 1 FROM month_closure c WHERE c.practice_id = OLD.practice_id AND c.month = OLD.month AND c.revision = OLD.revision) BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_exclusion_is_frozen_against_delete BEFORE DELETE ON determination_exclusion WHEN EXISTS (SELECT 1 FROM month_closure c WHERE c.practice_id = OLD.practice_id AND c.month = OLD.month AND c.revision = OLD.revision) BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_is_frozen_against_insert BEFORE INSERT ON determination WHEN EXISTS (SELECT 1 FROM month_closure c WHERE c.practice_id = NEW.practice_id AND c.month = NEW.month AND c.revision = NEW.revision) BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_line_is_frozen_against_insert BEFORE INSERT ON determination_line WHEN EXISTS (SELECT 1 FROM month_closure c WHERE c.practice_id = NEW.practice_id AND c.month = NEW.month AND c.revision = NEW.revision) BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_hold_is_frozen_against_insert BEFORE INSERT ON determination_hold WHEN EXISTS (SELECT 1 FROM month_closure c WHERE c.practice_id = NEW.practice_id AND c.month = NEW.month AND c.revision = NEW.revision) BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_exclusion_is_frozen_against_insert BEFORE INSERT ON determination_exclusion WHEN EXISTS (SELECT 1 FROM month_closure c WHERE c.practice_id = NEW.practice_id AND c.month = NEW.month AND c.revision = NEW.revision) BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER month_reopening_is_written_once BEFORE UPDATE ON month_reopening BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER month_reopening_is_never_deleted BEFORE DELETE ON month_reopening BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
