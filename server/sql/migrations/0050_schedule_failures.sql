-- A schedule tells why its last look started nothing, and since when that has been so.
ALTER TABLE job_schedules ADD COLUMN failed_at timestamptz;
