-- What an hour of a role costs the practice, and what a unit of a code costs it: written once, of one day the newest word
-- counts. `kind` is `hour` (subject: a role's word) or `unit` (subject: a code).

CREATE TABLE rate (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  kind            {text} NOT NULL,
  subject         {text} NOT NULL,
  from_date       {date} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  cents           {int} NOT NULL,
  PRIMARY KEY (practice_id, kind, subject, from_date, recorded_at)
) {strict};

-- @postgres
SELECT perennial_protect('rate', true);
-- @end
-- @sqlite
CREATE TRIGGER rate_is_written_once BEFORE UPDATE ON rate BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER rate_is_never_deleted BEFORE DELETE ON rate BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
