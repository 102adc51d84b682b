-- Whom payers were asked about, what they answered, and who said which stands where that differs from the record.

-- What a file holds: `837P`, `837I`, `270`. Files of before are 837P.
ALTER TABLE claim_file ADD COLUMN kind {text};

-- One question about one patient for one month. `trace` is our name for it, which the answer repeats; `reference` that of
-- the set it stands in.
CREATE TABLE coverage_inquiry (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  inquiry_id      {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  payer_id        {uuid} NOT NULL,
  month           {text} NOT NULL,
  file_id         {uuid} NOT NULL,
  trace           {text} NOT NULL,
  reference       {text} NOT NULL,
  asked_on        {date} NOT NULL,
  asked_at        {instant} NOT NULL,
  PRIMARY KEY (practice_id, inquiry_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id),
  FOREIGN KEY (practice_id, file_id) REFERENCES claim_file (practice_id, file_id)
) {strict};
CREATE UNIQUE INDEX coverage_inquiry_by_trace ON coverage_inquiry (practice_id, trace);
CREATE INDEX coverage_inquiry_by_reference ON coverage_inquiry (practice_id, reference);
CREATE INDEX coverage_inquiry_by_patient ON coverage_inquiry (practice_id, patient_id, month);
CREATE INDEX coverage_inquiry_by_month ON coverage_inquiry (practice_id, month, patient_id);

-- What came back for a question, with the file that said so. `differs`: not what the record said on the day it came.
CREATE TABLE coverage_answer (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  answer_id       {uuid} NOT NULL,
  inquiry_id      {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  payer_id        {uuid} NOT NULL,
  month           {text} NOT NULL,
  received_id     {uuid} NOT NULL,
  on_date         {date} NOT NULL,
  is_rejected     {bool} NOT NULL,
  differs         {bool} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  answered_at     {instant} NOT NULL,
  PRIMARY KEY (practice_id, answer_id),
  FOREIGN KEY (practice_id, inquiry_id) REFERENCES coverage_inquiry (practice_id, inquiry_id),
  FOREIGN KEY (practice_id, received_id) REFERENCES received_file (practice_id, received_id)
) {strict};
CREATE INDEX coverage_answer_by_patient ON coverage_answer (practice_id, patient_id, month);
CREATE INDEX coverage_answer_by_inquiry ON coverage_answer (practice_id, inquiry_id);

-- The newest word about a question counts.
CREATE TABLE coverage_decision (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  decision_id     {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  month           {text} NOT NULL,
  question        {text} NOT NULL,
  stands          {text} NOT NULL,
  reason_sealed   {bytes} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {json} NOT NULL,
  PRIMARY KEY (practice_id, decision_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX coverage_decision_by_patient ON coverage_decision (practice_id, patient_id, month);

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['coverage_inquiry', 'coverage_answer', 'coverage_decision']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER coverage_inquiry_is_written_once BEFORE UPDATE ON coverage_inquiry BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER coverage_inquiry_is_never_deleted BEFORE DELETE ON coverage_inquiry BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER coverage_answer_is_written_once BEFORE UPDATE ON coverage_answer BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER coverage_answer_is_never_deleted BEFORE DELETE ON coverage_answer BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER coverage_decision_is_written_once BEFORE UPDATE ON coverage_decision BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER coverage_decision_is_never_deleted BEFORE DELETE ON coverage_decision BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
