-- How long did it take, by whom? An entry stands on its segments, a segment on its raw events. All written once.

-- Performer, role, credential, supervision and country are frozen as they were at the time of the work.
CREATE TABLE time_entry (
  practice_id       {uuid} NOT NULL,
  organization_id   {uuid} NOT NULL,
  patient_id        {uuid} NOT NULL,
  started_at        {instant} NOT NULL,
  time_entry_id     {uuid} NOT NULL,
  length_seconds    {int} NOT NULL,
  program           {text} NOT NULL,
  activity          {text} NOT NULL,
  performer_id      {uuid} NOT NULL,
  performer_role    {text} NOT NULL,
  credential_active {bool},
  supervisor_id     {uuid},
  country           {text} NOT NULL,
  live_contact      {bool},
  source            {text} NOT NULL,
  reason_sealed     {bytes},
  recorded_at       {instant} NOT NULL,
  recorded_by       {uuid} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, started_at, time_entry_id)
)
-- @postgres
PARTITION BY RANGE (started_at)
-- @end
{strict};
CREATE INDEX time_entry_by_start ON time_entry (practice_id, started_at);
CREATE INDEX time_entry_by_performer ON time_entry (practice_id, performer_id, started_at);

CREATE TABLE time_segment (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  time_entry_id   {uuid} NOT NULL,
  segment         {int} NOT NULL,
  started_at      {instant} NOT NULL,
  length_seconds  {int} NOT NULL,
  PRIMARY KEY (practice_id, time_entry_id, segment)
) {strict};

-- Few entries have more than one segment; whoever asks for a month's asks for these alone.
CREATE INDEX time_segment_later ON time_segment (practice_id, started_at) WHERE segment > 0;

-- Start, stop, idle cut, resume: both clocks and the device, as they were seen.
CREATE TABLE time_event (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  time_entry_id   {uuid} NOT NULL,
  segment         {int} NOT NULL,
  event           {int} NOT NULL,
  kind            {text} NOT NULL,
  wall_clock      {instant} NOT NULL,
  monotonic_ms    {int},
  device          {text},
  PRIMARY KEY (practice_id, time_entry_id, segment, event)
) {strict};

CREATE TABLE time_strike (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  strike_id       {uuid} NOT NULL,
  time_entry_id   {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  reason_sealed   {bytes} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, strike_id),
  UNIQUE (practice_id, time_entry_id)
) {strict};

-- A contact and its minutes are one record: the note hangs on the entry.
CREATE TABLE contact (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  contact_id      {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  time_entry_id   {uuid} NOT NULL,
  note_sealed     {bytes},
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, contact_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};
CREATE INDEX contact_by_entry ON contact (practice_id, time_entry_id);

-- @postgres
SELECT perennial_partition('time_entry', DATE '2024-01-01', DATE '2031-01-01');
SELECT perennial_protect(t, true) FROM unnest(ARRAY['time_entry', 'time_segment', 'time_event', 'time_strike', 'contact']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER time_entry_is_written_once BEFORE UPDATE ON time_entry BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER time_entry_is_never_deleted BEFORE DELETE ON time_entry BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER time_segment_is_written_once BEFORE UPDATE ON time_segment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER time_segment_is_never_deleted BEFORE DELETE ON time_segment BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER time_event_is_written_once BEFORE UPDATE ON time_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER time_event_is_never_deleted BEFORE DELETE ON time_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER time_strike_is_written_once BEFORE UPDATE ON time_strike BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER time_strike_is_never_deleted BEFORE DELETE ON time_strike BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER contact_is_written_once BEFORE UPDATE ON contact BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER contact_is_never_deleted BEFORE DELETE ON contact BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
