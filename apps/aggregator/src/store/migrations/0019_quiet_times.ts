/** `quiet_time` = what a host does from one moment until another says nothing of what is usual there. */
export function quietTimes(): string {
  return `
CREATE TABLE quiet_time (
  host_id int NOT NULL REFERENCES host ON DELETE CASCADE, from_at timestamptz NOT NULL, until_at timestamptz NOT NULL,
  PRIMARY KEY (host_id, from_at));`;
}
