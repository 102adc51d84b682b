-- How the program's jobs are doing, for each tenant that they work for: where they stand now, and no history.

CREATE TABLE job_run (
  organization_id {uuid} NOT NULL,
  name            {text} NOT NULL,
  began_at        {instant} NOT NULL,
  ended_at        {instant} NOT NULL,
  next_at         {instant} NOT NULL,
  well_at         {instant},
  failed_at       {instant},
  why             {text},
  failures        {int} NOT NULL,
  PRIMARY KEY (organization_id, name)
) {strict};

-- A payment's page sums what stands under its name.
CREATE INDEX posting_by_payment ON posting (practice_id, payer_id, trace);
-- A claim's page asks what was given to it later.
CREATE INDEX adjudication_match_by_claim ON adjudication_match (practice_id, claim_id);

-- @postgres
SELECT perennial_protect('job_run', false);
-- @end
