-- The clock that runs: one for each person, over all tabs, devices and practices.

-- One row for each person who ever started a clock: the lock on their time. Without a clock under way all but the key
-- is empty. `clock` is its whole state, ids and instants; the columns beside it are what is asked about.
CREATE TABLE running_clock (
  organization_id {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  practice_id     {uuid},
  patient_id      {uuid},
  is_calling      {bool} NOT NULL,
  due_at          {instant},
  clock           {json},
  PRIMARY KEY (organization_id, person_id)
) {strict};
-- Nobody calls a patient with whom somebody is on the phone, whichever process they ask.
CREATE UNIQUE INDEX running_call ON running_clock (practice_id, patient_id) WHERE is_calling;
CREATE INDEX running_clock_by_practice ON running_clock (practice_id) WHERE practice_id IS NOT NULL;
CREATE INDEX running_clock_due ON running_clock (organization_id, due_at) WHERE due_at IS NOT NULL;

-- What devices said of a clock, as it came: appended message by message, before any entry exists. Where the server itself
-- did something, device and boot are empty and `seq` is its instant in microseconds.
CREATE TABLE clock_event (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  time_entry_id   {uuid} NOT NULL,
  device          {text} NOT NULL,
  boot            {text} NOT NULL,
  seq             {int} NOT NULL,
  kind            {text} NOT NULL,
  at              {instant} NOT NULL,
  wall_clock      {instant},
  monotonic_ms    {int},
  activity_ms     {json},
  PRIMARY KEY (practice_id, time_entry_id, device, boot, seq)
) {strict};

-- A stretch that was measured and has no activity yet. It leaves when it gets one, in the transaction of its entry.
CREATE TABLE unfinished_stretch (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  time_entry_id   {uuid} NOT NULL,
  stretch         {json} NOT NULL,
  started_at      {instant} NOT NULL,
  stopped_at      {instant} NOT NULL,
  PRIMARY KEY (practice_id, person_id, time_entry_id)
) {strict};

-- The answer to an offline journal: the same one again is answered likewise.
CREATE TABLE offline_receipt (
  organization_id {uuid} NOT NULL,
  segment         {text} NOT NULL,
  practice_id     {uuid} NOT NULL,
  person_id       {uuid} NOT NULL,
  sha256          {bytes} NOT NULL,
  answer          {json} NOT NULL,
  at              {instant} NOT NULL,
  PRIMARY KEY (organization_id, segment)
) {strict};

-- How long the practice's clocks wait; without a row the usual figures.
CREATE TABLE clock_limits (
  practice_id     {uuid} NOT NULL PRIMARY KEY,
  organization_id {uuid} NOT NULL,
  limits          {json} NOT NULL
) {strict};

-- @postgres
SELECT perennial_protect(t, false) FROM unnest(ARRAY['running_clock', 'unfinished_stretch', 'clock_limits']) AS t;
SELECT perennial_protect(t, true) FROM unnest(ARRAY['clock_event', 'offline_receipt']) AS t;
-- @end
-- @sqlite
CREATE TRIGGER clock_event_is_written_once BEFORE UPDATE ON clock_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER clock_event_is_never_deleted BEFORE DELETE ON clock_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER offline_receipt_is_written_once BEFORE UPDATE ON offline_receipt BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER offline_receipt_is_never_deleted BEFORE DELETE ON offline_receipt BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
