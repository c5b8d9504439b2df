/** Late samples of the last minutes, for bases that were told before them and come after them. */
export function lateFrames(): string {
  return `
CREATE TABLE late_frames (
  stored_at timestamptz NOT NULL DEFAULT now(), host_id int NOT NULL, last timestamptz NOT NULL, frames bytea NOT NULL);
ALTER TABLE late_frames ALTER COLUMN frames SET STORAGE EXTERNAL;
CREATE INDEX late_frames_host_last ON late_frames (host_id, last);`;
}
