-- Whose money has moved: one row for each patient, for whoever is about to move some to lock. Two who decide on the same money
-- decide one after the other.

CREATE TABLE patient_account (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  locked_at       {instant} NOT NULL,
  PRIMARY KEY (practice_id, patient_id)
) {strict};

-- @postgres
SELECT perennial_protect('patient_account', false);
-- @end
