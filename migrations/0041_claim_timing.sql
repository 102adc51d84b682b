-- By what terms the days were reckoned on which claims of a payer ask for somebody (`claim_standing.look_on`): `terms` is a
-- hash of them. Where a payer's terms are others, its claims are gone through once more, in the order of their ids;
-- `after_claim_id` is the last that was, empty once all were.
CREATE TABLE claim_timing (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  payer_id        {uuid} NOT NULL,
  terms           {bytes} NOT NULL,
  after_claim_id  {uuid},
  PRIMARY KEY (practice_id, payer_id)
) {strict};
CREATE INDEX claim_by_payer ON claim (practice_id, payer_id, claim_id);

-- @postgres
SELECT perennial_protect('claim_timing', false);
-- @end
