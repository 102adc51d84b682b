-- Who shares minutes with whom is asked for every entry of a month: the index alone answers it now, and looks half an
-- hour back for an entry's neighbors instead of a whole one. What lasts longer has an index of its own (TIME-08).

DROP INDEX time_entry_by_performer;
CREATE INDEX time_entry_by_performer
  ON time_entry (practice_id, performer_id, started_at, patient_id, length_seconds, ends_at, organization_id, time_entry_id);
DROP INDEX time_entry_long;
CREATE INDEX time_entry_long
  ON time_entry (practice_id, performer_id, started_at, patient_id, length_seconds, ends_at, organization_id, time_entry_id)
  WHERE length_seconds > 1800 OR ends_at IS NOT NULL;
