-- Official tables that an installation has loaded: prices, localities, edits, diagnosis codes.

-- One vintage of one kind, in our own columns, from one file. Vintages stand side by side; nothing is overwritten.
CREATE TABLE reference_vintage (
  organization_id      {uuid} NOT NULL,
  reference_vintage_id {uuid} NOT NULL,
  kind                 {text} NOT NULL,
  release              {text} NOT NULL,
  effective_from       {date} NOT NULL,
  effective_to         {date},
  file_name            {text} NOT NULL,
  sha256               {bytes} NOT NULL,
  body                 {bytes} NOT NULL,
  body_sha256          {bytes} NOT NULL,
  rows_read            {int} NOT NULL,
  rows_kept            {int} NOT NULL,
  imported_at          {instant} NOT NULL,
  imported_by          {json} NOT NULL,
  PRIMARY KEY (organization_id, reference_vintage_id),
  UNIQUE (organization_id, kind, sha256, body_sha256)
) {strict};

-- @postgres
SELECT perennial_protect('reference_vintage', true);
-- @end
-- @sqlite
CREATE TRIGGER reference_vintage_is_written_once BEFORE UPDATE ON reference_vintage BEGIN SELECT RAISE(ABORT, 'written once'); END;
CREATE TRIGGER reference_vintage_is_never_deleted BEFORE DELETE ON reference_vintage BEGIN SELECT RAISE(ABORT, 'written once'); END;
-- @end
