-- Who did what (audit), sealed every second or thousand events; and what changed (feed), in commit order.

CREATE TABLE audit_event (
  organization_id {uuid} NOT NULL,
  at              {instant} NOT NULL,
  audit_event_id  {uuid} NOT NULL,
  practice_id     {uuid},
  actor           {json} NOT NULL,
  action          {text} NOT NULL,
  subject_kind    {text} NOT NULL,
  subject_id      {text} NOT NULL,
  patient_id      {uuid},
  command_id      {text},
  details         {json} NOT NULL,
  PRIMARY KEY (organization_id, at, audit_event_id)
)
-- @postgres
PARTITION BY RANGE (at)
-- @end
{strict};
CREATE INDEX audit_event_by_patient ON audit_event (organization_id, patient_id, at);

-- Committed events that wait for their number: written with the event, taken away with the numbering. However long
-- a transaction lasted and whatever its clock said, its events are found here, and nobody searches the history.
CREATE TABLE audit_pending (
  organization_id {uuid} NOT NULL,
  at              {instant} NOT NULL,
  audit_event_id  {uuid} NOT NULL,
  PRIMARY KEY (organization_id, at, audit_event_id)
) {strict};

-- The sealer gives each committed event its number. The event itself is never touched.
CREATE TABLE audit_number (
  organization_id {uuid} NOT NULL,
  number          {int} NOT NULL,
  at              {instant} NOT NULL,
  audit_event_id  {uuid} NOT NULL,
  sha256          {bytes} NOT NULL,
  PRIMARY KEY (organization_id, number),
  UNIQUE (organization_id, audit_event_id)
) {strict};

-- A seal over the events first..last, naming the hash of the seal before it.
CREATE TABLE audit_seal (
  organization_id {uuid} NOT NULL,
  first           {int} NOT NULL,
  last            {int} NOT NULL,
  sha256          {bytes} NOT NULL,
  previous        {bytes} NOT NULL,
  signature       {bytes} NOT NULL,
  public_key      {bytes} NOT NULL,
  sealed_at       {instant} NOT NULL,
  PRIMARY KEY (organization_id, first)
) {strict};

-- The feed's last position in each stream. A transaction takes its positions as its last act and holds the row
-- until it is committed, so positions are gapless and in commit order on both engines.
CREATE TABLE feed_position (
  stream_id       {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  last            {int} NOT NULL,
  PRIMARY KEY (stream_id)
) {strict};

-- A stream is a practice, or the organization itself for what belongs to no practice.
CREATE TABLE change_feed (
  stream_id       {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  position        {int} NOT NULL,
  kind            {text} NOT NULL,
  id              {uuid} NOT NULL,
  revision        {int} NOT NULL,
  at              {instant} NOT NULL,
  PRIMARY KEY (stream_id, position)
) {strict};

-- @postgres
SELECT perennial_partition('audit_event', DATE '2026-01-01', DATE '2031-01-01');
SELECT perennial_protect(t, true) FROM unnest(ARRAY['audit_event', 'audit_number', 'audit_seal', 'change_feed']) AS t;
SELECT perennial_protect(t, false) FROM unnest(ARRAY['audit_pending', 'feed_position']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER audit_event_is_written_once BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_number_is_written_once BEFORE UPDATE ON audit_number BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_number_is_never_deleted BEFORE DELETE ON audit_number BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_seal_is_written_once BEFORE UPDATE ON audit_seal BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER audit_seal_is_never_deleted BEFORE DELETE ON audit_seal BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER change_feed_is_written_once BEFORE UPDATE ON change_feed BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER change_feed_is_never_deleted BEFORE DELETE ON change_feed BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
