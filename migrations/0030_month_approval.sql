-- A practice that asks for it says that a closed month may go before its claims do. Written once: a month that was opened
-- again and closed anew is approved anew.

CREATE TABLE month_approval (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  month           {text} NOT NULL,
  revision        {int} NOT NULL,
  closing_sha256  {bytes} NOT NULL,
  approved_at     {instant} NOT NULL,
  approved_by     {json} NOT NULL,
  PRIMARY KEY (practice_id, month, revision)
) {strict};

-- @postgres
SELECT perennial_protect('month_approval', true);
-- @end
-- @sqlite
CREATE TRIGGER month_approval_is_written_once BEFORE UPDATE ON month_approval BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER month_approval_is_never_deleted BEFORE DELETE ON month_approval BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
