-- One mailbox may serve several practices of an organization: which of them has a file with the same bytes.
CREATE INDEX received_file_by_bytes ON received_file (organization_id, sha256);
