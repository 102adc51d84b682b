-- The month as a board shows it: where each code of each patient stands, made from the kept answers. Derived and replaced:
-- a row is stale when its answer has another hash, or when the day has turned, and holds no name.

-- From which answer, and as of which day, a patient's rows were made; `state` is the best of them, empty where no code
-- came into question.
CREATE TABLE month_standing (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  month           {text} NOT NULL,
  patient_id      {uuid} NOT NULL,
  revision        {int} NOT NULL,
  answer_sha256   {bytes} NOT NULL,
  as_of           {date} NOT NULL,
  practitioner_id {uuid} NOT NULL,
  state           {text} NOT NULL,
  PRIMARY KEY (practice_id, month, patient_id)
) {strict};

-- One code: the rule to act on (empty where it is ready), what is missing, and what one unit is worth.
CREATE TABLE code_standing (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  month           {text} NOT NULL,
  patient_id      {uuid} NOT NULL,
  place           {int} NOT NULL,
  code            {text} NOT NULL,
  state           {text} NOT NULL,
  rule_id         {text} NOT NULL,
  units           {int} NOT NULL,
  amount_cents    {int},
  by_date         {date},
  missing_seconds {int},
  missing_days    {int},
  PRIMARY KEY (practice_id, month, patient_id, place)
) {strict};

-- What the rows come to, counted when they change: a board reads one row.
CREATE TABLE month_board (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  month           {text} NOT NULL,
  revision        {int} NOT NULL,
  as_of           {date} NOT NULL,
  made_at         {instant} NOT NULL,
  counts          {json} NOT NULL,
  PRIMARY KEY (practice_id, month)
) {strict};

-- A list of claims is a stretch of the order of their numbers.
CREATE INDEX claim_by_number ON claim (practice_id, month, number);

-- @postgres
SELECT perennial_protect(t, false) FROM unnest(ARRAY['month_standing', 'code_standing', 'month_board']) AS t;
-- @end
