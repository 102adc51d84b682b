-- Files of claims on their way, and what came back: every byte sealed, with its hash, when, and by whom.

-- That a try begins stands here before a byte leaves. Two who act at once get the same number, and the second looks again.
CREATE TABLE claim_file_event (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  file_id         {uuid} NOT NULL,
  event           {int} NOT NULL,
  kind            {text} NOT NULL,
  step            {json} NOT NULL,
  actor           {json} NOT NULL,
  at              {instant} NOT NULL,
  PRIMARY KEY (practice_id, file_id, event),
  FOREIGN KEY (practice_id, file_id) REFERENCES claim_file (practice_id, file_id)
) {strict};
CREATE INDEX claim_event_by_file ON claim_event (practice_id, file_id);

-- A file that somebody else sent. The same bytes again are the same file.
CREATE TABLE received_file (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  received_id     {uuid} NOT NULL,
  name            {text} NOT NULL,
  way             {text} NOT NULL,
  payer_id        {uuid},
  sha256          {bytes} NOT NULL,
  size            {int} NOT NULL,
  received_at     {instant} NOT NULL,
  received_by     {json} NOT NULL,
  PRIMARY KEY (practice_id, received_id),
  UNIQUE (practice_id, sha256)
) {strict};

CREATE INDEX received_file_by_payer ON received_file (practice_id, payer_id, name);

-- Its bytes, a stretch at a time: no file is ever held whole.
CREATE TABLE received_chunk (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  received_id     {uuid} NOT NULL,
  chunk           {int} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  PRIMARY KEY (practice_id, received_id, chunk)
) {strict};

-- Read, put in quarantine, set aside: what became of it, with what is wrong where something is.
CREATE TABLE received_event (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  received_id     {uuid} NOT NULL,
  event           {int} NOT NULL,
  kind            {text} NOT NULL,
  detail          {json} NOT NULL,
  actor           {json} NOT NULL,
  at              {instant} NOT NULL,
  PRIMARY KEY (practice_id, received_id, event),
  FOREIGN KEY (practice_id, received_id) REFERENCES received_file (practice_id, received_id)
) {strict};

-- GS06 and the beginning of each BHT03: what answers name a file by. Empty in files of before.
ALTER TABLE claim_file ADD COLUMN group_number {int};
ALTER TABLE claim_file ADD COLUMN batch {text};

-- Which step of a claim's life an event is, with what the payer said.
ALTER TABLE claim_event ADD COLUMN step_sealed {bytes};
-- The file that said so.
ALTER TABLE claim_event ADD COLUMN received_id {uuid};

-- Where each claim stands, made from its events whenever one is added: for lists and counts. `look_on` is the first day
-- on which something about it asks for somebody.
CREATE TABLE claim_standing (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  claim_id        {uuid} NOT NULL,
  state           {text} NOT NULL,
  acts            {text} NOT NULL,
  since           {instant} NOT NULL,
  outcome         {text},
  paid_cents      {int} NOT NULL,
  share_cents     {int} NOT NULL,
  look_on         {date},
  PRIMARY KEY (practice_id, claim_id),
  FOREIGN KEY (practice_id, claim_id) REFERENCES claim (practice_id, claim_id)
) {strict};
CREATE INDEX claim_standing_by_state ON claim_standing (practice_id, state);
CREATE INDEX claim_standing_by_look ON claim_standing (practice_id, look_on);
INSERT INTO claim_standing (practice_id, organization_id, claim_id, state, acts, since, paid_cents, share_cents)
  SELECT c.practice_id, c.organization_id, c.claim_id,
    CASE max(CASE e.kind WHEN 'exported' THEN 3 WHEN 'reviewed' THEN 2 ELSE 1 END) WHEN 3 THEN 'queued' WHEN 2 THEN 'ready' ELSE 'draft' END,
    CASE max(CASE e.kind WHEN 'exported' THEN 3 WHEN 'reviewed' THEN 2 ELSE 1 END) WHEN 3 THEN 'program' WHEN 2 THEN 'biller' ELSE 'practitioner' END,
    max(e.at), 0, 0
  FROM claim c JOIN claim_event e ON e.practice_id = c.practice_id AND e.claim_id = c.claim_id
  GROUP BY c.practice_id, c.organization_id, c.claim_id;

-- @postgres
SELECT perennial_protect('claim_standing', false);
SELECT perennial_protect(t, true) FROM unnest(ARRAY['claim_file_event', 'received_file', 'received_chunk', 'received_event']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER claim_file_event_is_written_once BEFORE UPDATE ON claim_file_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER claim_file_event_is_never_deleted BEFORE DELETE ON claim_file_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER received_file_is_written_once BEFORE UPDATE ON received_file BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER received_file_is_never_deleted BEFORE DELETE ON received_file BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER received_chunk_is_written_once BEFORE UPDATE ON received_chunk BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER received_chunk_is_never_deleted BEFORE DELETE ON received_chunk BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER received_event_is_written_once BEFORE UPDATE ON received_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER received_event_is_never_deleted BEFORE DELETE ON received_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
