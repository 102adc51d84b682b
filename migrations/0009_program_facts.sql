-- What single programs ask of the record: device windows, ways home, months of collaborative care, needs, requests,
-- global periods, prior authorizations. Each is written once; a correction names the fact that it takes the place of.

CREATE TABLE program_fact (
  practice_id      {uuid} NOT NULL,
  organization_id  {uuid} NOT NULL,
  patient_id       {uuid} NOT NULL,
  program_fact_id  {uuid} NOT NULL,
  kind             {text} NOT NULL,
  first_on         {date} NOT NULL,
  last_on          {date} NOT NULL,
  practitioner_id  {uuid},
  practitioner_npi {text},
  body_sealed      {bytes} NOT NULL,
  replaces_id      {uuid},
  recorded_at      {instant} NOT NULL,
  recorded_by      {uuid} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, program_fact_id),
  UNIQUE (practice_id, program_fact_id),
  -- A fact gives way once: of two corrections at a time the second is told so.
  UNIQUE (practice_id, replaces_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

-- A month asks for what reaches into it; most of the table is past.
CREATE INDEX program_fact_by_last_day ON program_fact (practice_id, last_on);

-- What a payer's contract says otherwise than the rules of its kind (PAYER-01).
ALTER TABLE payer ADD COLUMN terms {json};

-- @postgres
SELECT perennial_protect('program_fact', true);
-- @end
-- @sqlite
CREATE TRIGGER program_fact_is_written_once BEFORE UPDATE ON program_fact BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER program_fact_is_never_deleted BEFORE DELETE ON program_fact BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
