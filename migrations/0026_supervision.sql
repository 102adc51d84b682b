-- How the practitioner watches over the month: notes drawn for a look and what was said of them, and what an attestation
-- stands on. All of it is written once; a practice's own figures change.

-- A week's sample of one coordinator's notes. Seed and span are kept, so that it can be drawn again.
CREATE TABLE supervision_sample (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  sample_id       {uuid} NOT NULL,
  week            {date} NOT NULL,
  coordinator_id  {uuid} NOT NULL,
  from_at         {instant} NOT NULL,
  until_at        {instant} NOT NULL,
  seed            {uuid} NOT NULL,
  among           {int} NOT NULL,
  drawn_at        {instant} NOT NULL,
  drawn_by        {uuid} NOT NULL,
  PRIMARY KEY (practice_id, sample_id)
) {strict};
-- Two who draw at once: the second is told.
CREATE UNIQUE INDEX supervision_sample_week ON supervision_sample (practice_id, week, coordinator_id);

CREATE TABLE supervision_sample_note (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  sample_id       {uuid} NOT NULL,
  item            {int} NOT NULL,
  note_id         {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  PRIMARY KEY (practice_id, sample_id, item),
  FOREIGN KEY (practice_id, sample_id) REFERENCES supervision_sample (practice_id, sample_id),
  FOREIGN KEY (practice_id, note_id) REFERENCES call_note (practice_id, note_id)
) {strict};

-- What was said of a note; who thinks again adds the next, and the newest counts.
CREATE TABLE supervision_rating (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  sample_id       {uuid} NOT NULL,
  item            {int} NOT NULL,
  rating          {int} NOT NULL,
  word            {text} NOT NULL,
  comment_sealed  {bytes},
  rated_at        {instant} NOT NULL,
  rated_by        {uuid} NOT NULL,
  PRIMARY KEY (practice_id, sample_id, item, rating),
  FOREIGN KEY (practice_id, sample_id, item) REFERENCES supervision_sample_note (practice_id, sample_id, item)
) {strict};

CREATE TABLE supervision_terms (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  terms           {json} NOT NULL,
  PRIMARY KEY (practice_id)
) {strict};

-- What the word on a month's complexity stands on. One that is replaced counts no more; it is replaced once.
CREATE TABLE attestation_note (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  attestation_id  {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  replaces_id     {uuid},
  note_sealed     {bytes} NOT NULL,
  PRIMARY KEY (practice_id, attestation_id),
  FOREIGN KEY (practice_id, attestation_id) REFERENCES attestation (practice_id, attestation_id),
  FOREIGN KEY (practice_id, replaces_id) REFERENCES attestation (practice_id, attestation_id)
) {strict};
CREATE INDEX attestation_note_by_patient ON attestation_note (practice_id, patient_id);
CREATE UNIQUE INDEX attestation_replaced ON attestation_note (practice_id, replaces_id) WHERE replaces_id IS NOT NULL;

-- Whose notes were signed in a stretch of time.
CREATE INDEX call_note_by_time ON call_note (practice_id, signed_at);

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['supervision_sample', 'supervision_sample_note', 'supervision_rating',
  'attestation_note']) AS t;
SELECT perennial_protect('supervision_terms', false);
-- @end
-- @sqlite
CREATE TRIGGER supervision_sample_is_written_once BEFORE UPDATE ON supervision_sample BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER supervision_sample_is_never_deleted BEFORE DELETE ON supervision_sample BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER supervision_sample_note_is_written_once BEFORE UPDATE ON supervision_sample_note BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER supervision_sample_note_is_never_deleted BEFORE DELETE ON supervision_sample_note BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER supervision_rating_is_written_once BEFORE UPDATE ON supervision_rating BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER supervision_rating_is_never_deleted BEFORE DELETE ON supervision_rating BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER attestation_note_is_written_once BEFORE UPDATE ON attestation_note BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER attestation_note_is_never_deleted BEFORE DELETE ON attestation_note BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
