-- Which change of the list brought a row: whoever has read it once knows by it that it is still the same. A page of the
-- list is found in its index alone; the rows themselves are long.
ALTER TABLE worklist ADD COLUMN revision {int} NOT NULL DEFAULT 0;
DROP INDEX worklist_by_place;
DROP INDEX worklist_of_coordinator;
CREATE INDEX worklist_by_place
  ON worklist (practice_id, place, due_at, pace, patient_id, share, organization_id, revision);
CREATE INDEX worklist_of_coordinator
  ON worklist (practice_id, coordinator_id, place, due_at, pace, patient_id, share, organization_id, revision);
