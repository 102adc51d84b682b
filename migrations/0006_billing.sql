-- Which services does the month support, why, and how do we ask for payment?

-- The bytes of a rule set, by their hash: last spring's claim keeps last spring's answer.
CREATE TABLE rule_set (
  organization_id {uuid} NOT NULL,
  sha256          {bytes} NOT NULL,
  body            {bytes} NOT NULL,
  stored_at       {instant} NOT NULL,
  PRIMARY KEY (organization_id, sha256)
) {strict};

CREATE TABLE attestation (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  attestation_id  {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  on_date         {date} NOT NULL,
  level           {text} NOT NULL,
  signed          {bool} NOT NULL,
  practitioner_id {uuid} NOT NULL,
  recorded_at     {instant} NOT NULL,
  recorded_by     {uuid} NOT NULL,
  PRIMARY KEY (practice_id, attestation_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

-- A service that somebody else is known to have billed, and from whom we know it.
CREATE TABLE outside_claim (
  practice_id      {uuid} NOT NULL,
  organization_id  {uuid} NOT NULL,
  outside_claim_id {uuid} NOT NULL,
  patient_id       {uuid} NOT NULL,
  code             {text} NOT NULL,
  on_date          {date} NOT NULL,
  practitioner_id  {uuid},
  practitioner_npi {text},
  same_group       {bool} NOT NULL,
  known_from       {text} NOT NULL,
  recorded_at      {instant} NOT NULL,
  recorded_by      {uuid} NOT NULL,
  PRIMARY KEY (practice_id, outside_claim_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

CREATE TABLE month_closure (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  month           {text} NOT NULL,
  revision        {int} NOT NULL,
  closure_id      {uuid} NOT NULL,
  rule_set_sha256 {bytes} NOT NULL,
  engine_version  {text} NOT NULL,
  zone            {text} NOT NULL,
  patients        {int} NOT NULL,
  sha256          {bytes} NOT NULL,
  closed_at       {instant} NOT NULL,
  closed_by       {json} NOT NULL,
  PRIMARY KEY (practice_id, month, revision)
) {strict};

-- The stored answer, with its facts: compressed and sealed, for ever.
CREATE TABLE determination (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  month           {text} NOT NULL,
  revision        {int} NOT NULL,
  determination_id {uuid} NOT NULL,
  practitioner_id {uuid} NOT NULL,
  payer_id        {uuid},
  sha256          {bytes} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, month, revision)
) {strict};

CREATE TABLE determination_line (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  month           {text} NOT NULL,
  revision        {int} NOT NULL,
  line            {int} NOT NULL,
  code            {text} NOT NULL,
  units           {int} NOT NULL,
  on_date         {date} NOT NULL,
  practitioner_id {uuid} NOT NULL,
  payer_id        {uuid},
  amount_cents    {int},
  PRIMARY KEY (practice_id, patient_id, month, revision, line)
) {strict};

CREATE TABLE determination_hold (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  month           {text} NOT NULL,
  revision        {int} NOT NULL,
  hold            {int} NOT NULL,
  rule_id         {text} NOT NULL,
  code            {text} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, month, revision, hold)
) {strict};

CREATE TABLE determination_exclusion (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  patient_id      {uuid} NOT NULL,
  month           {text} NOT NULL,
  revision        {int} NOT NULL,
  exclusion       {int} NOT NULL,
  time_entry_id   {uuid} NOT NULL,
  rule_id         {text} NOT NULL,
  seconds         {int} NOT NULL,
  PRIMARY KEY (practice_id, patient_id, month, revision, exclusion)
) {strict};

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
  PRIMARY KEY (practice_id, claim_id),
  UNIQUE (practice_id, number),
  UNIQUE (practice_id, patient_id, month, revision, payer_id),
  FOREIGN KEY (practice_id, patient_id) REFERENCES patient (practice_id, patient_id)
) {strict};

CREATE TABLE claim_line (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  claim_id        {uuid} NOT NULL,
  line            {int} NOT NULL,
  code            {text} NOT NULL,
  units           {int} NOT NULL,
  on_date         {date} NOT NULL,
  charge_cents    {int} NOT NULL,
  expected_cents  {int},
  PRIMARY KEY (practice_id, claim_id, line),
  FOREIGN KEY (practice_id, claim_id) REFERENCES claim (practice_id, claim_id)
) {strict};

-- A claim's state is derived from its events, and never goes backwards.
CREATE TABLE claim_event (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  claim_id        {uuid} NOT NULL,
  event           {int} NOT NULL,
  kind            {text} NOT NULL,
  file_id         {uuid},
  actor           {json} NOT NULL,
  at              {instant} NOT NULL,
  PRIMARY KEY (practice_id, claim_id, event),
  FOREIGN KEY (practice_id, claim_id) REFERENCES claim (practice_id, claim_id)
) {strict};

-- Every byte sent, sealed, with its hash. A resend is this file again, with the same numbers.
CREATE TABLE claim_file (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  file_id         {uuid} NOT NULL,
  month           {text} NOT NULL,
  name            {text} NOT NULL,
  receiver        {text} NOT NULL,
  interchange     {int} NOT NULL,
  claims          {int} NOT NULL,
  total_cents     {int} NOT NULL,
  sha256          {bytes} NOT NULL,
  body_sealed     {bytes} NOT NULL,
  created_at      {instant} NOT NULL,
  PRIMARY KEY (practice_id, file_id)
) {strict};

-- A month is closed, reviewed and claimed as a whole.
CREATE INDEX determination_by_month ON determination (practice_id, month, revision);
CREATE INDEX determination_line_by_month ON determination_line (practice_id, month, revision);
CREATE INDEX determination_hold_by_month ON determination_hold (practice_id, month, revision);
CREATE INDEX determination_exclusion_by_month ON determination_exclusion (practice_id, month, revision);
CREATE INDEX claim_by_month ON claim (practice_id, month);
CREATE INDEX claim_file_by_month ON claim_file (practice_id, month);
CREATE INDEX attestation_by_date ON attestation (practice_id, on_date);
CREATE INDEX outside_claim_by_date ON outside_claim (practice_id, on_date);

-- Control numbers, taken inside the transaction that stores the file. ISA13 is unique per sender and receiver.
CREATE TABLE control_number (
  organization_id {uuid} NOT NULL,
  scope           {text} NOT NULL,
  last            {int} NOT NULL,
  PRIMARY KEY (organization_id, scope)
) {strict};

-- @postgres
SELECT perennial_protect(t, true) FROM unnest(ARRAY['rule_set', 'attestation', 'outside_claim', 'month_closure', 'determination', 'determination_line',
  'determination_hold', 'determination_exclusion', 'claim', 'claim_line', 'claim_event', 'claim_file']) AS t;
SELECT perennial_protect('control_number', false);
-- @end
-- @sqlite
CREATE TRIGGER rule_set_is_written_once BEFORE UPDATE ON rule_set BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER rule_set_is_never_deleted BEFORE DELETE ON rule_set BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER attestation_is_written_once BEFORE UPDATE ON attestation BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER attestation_is_never_deleted BEFORE DELETE ON attestation BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER outside_claim_is_written_once BEFORE UPDATE ON outside_claim BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER outside_claim_is_never_deleted BEFORE DELETE ON outside_claim BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER month_closure_is_written_once BEFORE UPDATE ON month_closure BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER month_closure_is_never_deleted BEFORE DELETE ON month_closure BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_is_written_once BEFORE UPDATE ON determination BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_is_never_deleted BEFORE DELETE ON determination BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_line_is_written_once BEFORE UPDATE ON determination_line BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_line_is_never_deleted BEFORE DELETE ON determination_line BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_hold_is_written_once BEFORE UPDATE ON determination_hold BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_hold_is_never_deleted BEFORE DELETE ON determination_hold BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_exclusion_is_written_once BEFORE UPDATE ON determination_exclusion BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER determination_exclusion_is_never_deleted BEFORE DELETE ON determination_exclusion BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER claim_is_written_once BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER claim_is_never_deleted BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER claim_line_is_written_once BEFORE UPDATE ON claim_line BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER claim_line_is_never_deleted BEFORE DELETE ON claim_line BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER claim_event_is_written_once BEFORE UPDATE ON claim_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER claim_event_is_never_deleted BEFORE DELETE ON claim_event BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER claim_file_is_written_once BEFORE UPDATE ON claim_file BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER claim_file_is_never_deleted BEFORE DELETE ON claim_file BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
