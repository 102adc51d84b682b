-- Who sent a file and whether it was to go by itself; under which names the same bytes came; what answers look files up by.

-- ISA06 of our file: the numbers of two submitters at one receiver are each their own. Empty in files of before.
ALTER TABLE claim_file ADD COLUMN submitter {text};
-- Its payer could be reached when it was written. A file that was handed out is nobody's to send unasked.
ALTER TABLE claim_file ADD COLUMN goes_by_itself {bool};

CREATE INDEX claim_file_by_interchange ON claim_file (practice_id, interchange);
CREATE INDEX claim_file_by_group ON claim_file (practice_id, group_number);
CREATE INDEX claim_file_by_batch ON claim_file (practice_id, batch);
-- A payment belongs to one practice of an organization.
CREATE INDEX payment_by_trace ON payment (organization_id, trace);

-- Another name under which a file came that was here already.
CREATE TABLE received_name (
  practice_id     {uuid} NOT NULL,
  organization_id {uuid} NOT NULL,
  payer_id        {uuid} NOT NULL,
  name            {text} NOT NULL,
  size            {int} NOT NULL,
  received_id     {uuid} NOT NULL,
  at              {instant} NOT NULL,
  PRIMARY KEY (practice_id, payer_id, name, size),
  FOREIGN KEY (practice_id, received_id) REFERENCES received_file (practice_id, received_id)
) {strict};

-- @postgres
SELECT perennial_protect('received_name', true);
-- @end
-- @sqlite
CREATE TRIGGER received_name_is_written_once BEFORE UPDATE ON received_name BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER received_name_is_never_deleted BEFORE DELETE ON received_name BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
