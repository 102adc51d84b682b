-- Inviting those who qualify: attempts and what proves a consent are written once; who is calling whom just now changes.

-- Two who record at once get the same number, and the second looks again.
CREATE TABLE outreach_attempt (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  outreach_id     {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  program         {text} NOT NULL,
  number          {int} NOT NULL,
  at              {instant} NOT NULL,
  by_id           {uuid} NOT NULL,
  outcome         {text} NOT NULL,
  class           {text} NOT NULL,
  again_on        {date},
  seconds         {int} NOT NULL,
  remark_sealed   {bytes},
  PRIMARY KEY (practice_id, outreach_id),
  UNIQUE (practice_id, patient_id, program, number),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX outreach_attempt_by_day ON outreach_attempt (practice_id, program, at);

-- Whoever opened a patient, until when: one row for a patient, taken over once it has run out.
CREATE TABLE outreach_claim (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  from_at         {instant} NOT NULL,
  until_at        {instant} NOT NULL,
  PRIMARY KEY (practice_id, patient_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX outreach_claim_by_end ON outreach_claim (practice_id, until_at);

CREATE TABLE outreach_terms (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  terms           {json} NOT NULL,
  PRIMARY KEY (practice_id)
) {strict};

-- Who spoke, what they were told of their cost, and the signed page or signature, beside the consent's own row.
CREATE TABLE consent_proof (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  consent_id      {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  speaker_sealed  {bytes} NOT NULL,
  told            {json} NOT NULL,
  kind            {text} NOT NULL,
  media_type      {text},
  size            {int} NOT NULL,
  sha256          {bytes},
  evidence_sealed {bytes},
  PRIMARY KEY (practice_id, consent_id),
  FOREIGN KEY (practice_id, consent_id) REFERENCES consent (practice_id, consent_id)
) {strict};

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['outreach_attempt', 'consent_proof']) AS t;
SELECT perennial_protect(t, false) FROM unnest(ARRAY['outreach_claim', 'outreach_terms']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER outreach_attempt_is_written_once BEFORE UPDATE ON outreach_attempt BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER outreach_attempt_is_never_deleted BEFORE DELETE ON outreach_attempt BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER consent_proof_is_written_once BEFORE UPDATE ON consent_proof BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER consent_proof_is_never_deleted BEFORE DELETE ON consent_proof BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
