-- Letters to patients, with the file that was handed out, and how each of them got there: the proof of delivery.

CREATE TABLE letter (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  letter_id       {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  kind            {text} NOT NULL,
  version         {int} NOT NULL,
  language        {text} NOT NULL,
  program         {text} NOT NULL,
  month           {text},
  size            {int} NOT NULL,
  sha256          {bytes} NOT NULL,
  file_sealed     {bytes} NOT NULL,
  made_at         {instant} NOT NULL,
  made_by         {uuid} NOT NULL,
  PRIMARY KEY (practice_id, letter_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX letter_of_patient ON letter (practice_id, patient_id, made_at);

-- A correction is a row of its own that names the one it corrects.
CREATE TABLE letter_delivery (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  delivery_id     {uuid} NOT NULL,
  letter_id       {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  way             {text} NOT NULL,
  on_day          {date} NOT NULL,
  proof_sealed    {bytes} NOT NULL,
  corrects_id     {uuid},
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, delivery_id),
  FOREIGN KEY (practice_id, letter_id) REFERENCES letter (practice_id, letter_id)
) {strict};
CREATE INDEX letter_delivery_of_patient ON letter_delivery (practice_id, patient_id, recorded_at);

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['letter', 'letter_delivery']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER letter_is_written_once BEFORE UPDATE ON letter BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER letter_is_never_deleted BEFORE DELETE ON letter BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER letter_delivery_is_written_once BEFORE UPDATE ON letter_delivery BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER letter_delivery_is_never_deleted BEFORE DELETE ON letter_delivery BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
