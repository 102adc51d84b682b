-- Whose an unmatched word of a payer is, said as often as somebody says it: the newest counts. No claim: it is nobody's again.
-- @postgres
ALTER TABLE adjudication_match ADD COLUMN number {int} NOT NULL DEFAULT 1;
ALTER TABLE adjudication_match ALTER COLUMN claim_id DROP NOT NULL;
ALTER TABLE adjudication_match DROP CONSTRAINT adjudication_match_pkey;
ALTER TABLE adjudication_match ADD PRIMARY KEY (practice_id, payment_id, place, number);
-- @end
-- @sqlite
CREATE TABLE adjudication_match_before AS SELECT * FROM adjudication_match;
DROP TABLE adjudication_match;
CREATE TABLE adjudication_match (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  payment_id      {uuid} NOT NULL,
  place           {int} NOT NULL,
  claim_id        {uuid},
  matched_at      {instant} NOT NULL,
  matched_by      {json} NOT NULL,
  number          {int} NOT NULL DEFAULT 1,
  PRIMARY KEY (practice_id, payment_id, place, number)
) {strict};
INSERT INTO adjudication_match (practice_id, organization_id, payment_id, place, claim_id, matched_at, matched_by)
  SELECT practice_id, organization_id, payment_id, place, claim_id, matched_at, matched_by FROM adjudication_match_before;
DROP TABLE adjudication_match_before;
CREATE INDEX adjudication_match_by_claim ON adjudication_match (practice_id, claim_id);
CREATE TRIGGER adjudication_match_is_written_once BEFORE UPDATE ON adjudication_match BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER adjudication_match_is_never_deleted BEFORE DELETE ON adjudication_match BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
