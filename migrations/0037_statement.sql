-- What patients owe and read about it.

-- What of a claim stands on each account, made from its postings whenever one is added: for lists and counts. Nothing
-- that comes to zero has a row, so what is settled weighs nothing.
CREATE TABLE claim_balance (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  claim_id        {uuid} NOT NULL,
  account         {text} NOT NULL,
  patient_id      {uuid} NOT NULL,
  cents           {int} NOT NULL,
  moved_at        {instant} NOT NULL,
  PRIMARY KEY (practice_id, claim_id, account),
  FOREIGN KEY (practice_id, claim_id) REFERENCES claim (practice_id, claim_id)
) {strict};
CREATE INDEX claim_balance_by_account ON claim_balance (practice_id, account, patient_id);
CREATE INDEX claim_balance_by_patient ON claim_balance (practice_id, patient_id);
INSERT INTO claim_balance (practice_id, organization_id, claim_id, account, patient_id, cents, moved_at)
  SELECT p.practice_id, p.organization_id, p.claim_id, p.account, p.patient_id, sum(p.cents), max(j.written_at)
  FROM posting p JOIN journal j ON j.practice_id = p.practice_id AND j.journal_id = p.journal_id
  WHERE p.claim_id IS NOT NULL AND p.patient_id IS NOT NULL
  GROUP BY p.practice_id, p.organization_id, p.claim_id, p.account, p.patient_id
  HAVING sum(p.cents) <> 0;

-- A bill as its patient got it: the very file, with what it asks for. `told_sha256` is of what it says of the account: the
-- same is not said twice in a row. Two who make one at once get the same number, and the second looks again.
CREATE TABLE statement (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  number          {int} NOT NULL,
  statement_id    {uuid} NOT NULL,
  version         {int} NOT NULL,
  language        {text} NOT NULL,
  owed_cents      {int} NOT NULL,
  due_on          {date} NOT NULL,
  told_sha256     {bytes} NOT NULL,
  moved_at        {instant} NOT NULL,
  size            {int} NOT NULL,
  sha256          {bytes} NOT NULL,
  file_sealed     {bytes} NOT NULL,
  made_at         {instant} NOT NULL,
  made_by         {json} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, number),
  UNIQUE (practice_id, statement_id)
) {strict};

-- How it got there. A correction is a new one that names the one it corrects.
CREATE TABLE statement_delivery (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  delivery_id     {uuid} NOT NULL,
  statement_id    {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  way             {text} NOT NULL,
  on_day          {date} NOT NULL,
  proof_sealed    {bytes} NOT NULL,
  corrects_id     {uuid},
  recorded_at     {instant} NOT NULL,
  recorded_by     {json} NOT NULL,
  PRIMARY KEY (practice_id, delivery_id),
  FOREIGN KEY (practice_id, statement_id) REFERENCES statement (practice_id, statement_id)
) {strict};
CREATE INDEX statement_delivery_by_patient ON statement_delivery (practice_id, patient_id);
CREATE INDEX statement_delivery_by_statement ON statement_delivery (practice_id, statement_id);

-- @postgres
SELECT perennial_protect('claim_balance', false);
SELECT perennial_protect(t, true) FROM unnest(ARRAY['statement', 'statement_delivery']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER statement_is_written_once BEFORE UPDATE ON statement BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER statement_is_never_deleted BEFORE DELETE ON statement BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER statement_delivery_is_written_once BEFORE UPDATE ON statement_delivery BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER statement_delivery_is_never_deleted BEFORE DELETE ON statement_delivery BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
