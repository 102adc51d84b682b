-- How many minutes a week somebody is there for care management, from a day on. Written once; of two that begin on one
-- day the newer counts.
CREATE TABLE rostered_hours (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  from_date       {date} NOT NULL,
  recorded_at     {instant} NOT NULL,
  weekly_minutes  {int} NOT NULL,
  PRIMARY KEY (practice_id, person_id, from_date, recorded_at)
) {strict};

-- @postgres
SELECT perennial_protect('rostered_hours', true);
-- @end
-- @sqlite
CREATE TRIGGER rostered_hours_is_written_once BEFORE UPDATE ON rostered_hours BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER rostered_hours_is_never_deleted BEFORE DELETE ON rostered_hours BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
