-- How often the list of the day has changed: counts over it are made anew only then.
CREATE TABLE worklist_revision (
  practice_id     {uuid} NOT NULL PRIMARY KEY,
  organization_id {uuid} NOT NULL,
  revision        {int} NOT NULL
) {strict};

-- @postgres
SELECT perennial_protect('worklist_revision', false);
-- @end
