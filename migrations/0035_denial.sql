-- What payers did not pay, what somebody decided about it, and claims that are asked in place of others.

-- Amount by amount, as each remittance or refusal said it: written once. `told` names the word within its claim, and a
-- claim's standing names the word that counts.
CREATE TABLE denial (
  practice_id      {uuid} NOT NULL,
  organization_id  {uuid} NOT NULL,
  claim_id         {uuid} NOT NULL,
  told             {text} NOT NULL,
  item             {int} NOT NULL,
  payer_id         {uuid} NOT NULL,
  kind             {text} NOT NULL,
  adjustment_group {text} NOT NULL,
  code             {text} NOT NULL,
  remark           {text} NOT NULL,
  remarks          {text} NOT NULL,
  cents            {int} NOT NULL,
  on_date          {date} NOT NULL,
  PRIMARY KEY (practice_id, claim_id, told, item),
  FOREIGN KEY (practice_id, claim_id) REFERENCES claim (practice_id, claim_id)
) {strict};
CREATE INDEX denial_by_cause ON denial (practice_id, payer_id, code);

-- Who takes it up, and what is decided: the newest counts.
CREATE TABLE denial_decision (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  claim_id        {uuid} NOT NULL,
  number          {int} NOT NULL,
  decision_id     {uuid} NOT NULL,
  told            {text} NOT NULL,
  kind            {text} NOT NULL,
  until_on        {date},
  cents           {int} NOT NULL,
  note_sealed     {bytes} NOT NULL,
  decided_by      {json} NOT NULL,
  decided_at      {instant} NOT NULL,
  PRIMARY KEY (practice_id, claim_id, number),
  FOREIGN KEY (practice_id, claim_id) REFERENCES claim (practice_id, claim_id)
) {strict};

ALTER TABLE claim_standing ADD COLUMN told {text};

-- A closing may have several claims of a patient: the one that it drafted (0), and corrections of it.
ALTER TABLE claim ADD COLUMN correction {int} NOT NULL DEFAULT 0;
-- @postgres
ALTER TABLE claim DROP CONSTRAINT claim_practice_id_patient_id_month_revision_payer_id_key;
ALTER TABLE claim ADD UNIQUE (practice_id, patient_id, month, revision, payer_id, correction);
SELECT perennial_protect(t, true) FROM unnest(ARRAY['denial', 'denial_decision']) AS t;
-- @end
-- @sqlite
-- The engine alters no constraint: the table is made anew under its name, and what refers to it is held against it at the end.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE claim_before AS SELECT * FROM claim;
DROP TABLE claim;
CREATE TABLE claim (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  claim_id        {uuid} NOT NULL,
  number          {text} NOT NULL,
  patient_id      {uuid} NOT NULL,
  month           {text} NOT NULL,
  revision        {int} NOT NULL,
  payer_id        {uuid} NOT NULL,
  practitioner_id {uuid} NOT NULL,
  total_cents     {int} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  created_at      {instant} NOT NULL,
  correction      {int} NOT NULL DEFAULT 0,
  PRIMARY KEY (practice_id, claim_id),
  UNIQUE (practice_id, number),
  UNIQUE (practice_id, patient_id, month, revision, payer_id, correction),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
INSERT INTO claim (practice_id, organization_id, claim_id, number, patient_id, month, revision, payer_id, practitioner_id,
    total_cents, body_sealed, created_at, correction)
  SELECT practice_id, organization_id, claim_id, number, patient_id, month, revision, payer_id, practitioner_id,
    total_cents, body_sealed, created_at, correction FROM claim_before;
DROP TABLE claim_before;
CREATE INDEX claim_by_month ON claim (practice_id, month);
CREATE INDEX claim_by_number ON claim (practice_id, month, number);
CREATE TRIGGER claim_is_written_once BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER claim_is_never_deleted BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER denial_is_written_once BEFORE UPDATE ON denial BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER denial_is_never_deleted BEFORE DELETE ON denial BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER denial_decision_is_written_once BEFORE UPDATE ON denial_decision BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER denial_decision_is_never_deleted BEFORE DELETE ON denial_decision BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
