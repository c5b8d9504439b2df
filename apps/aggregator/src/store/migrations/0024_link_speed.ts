/**
 * `link_speed` = how fast links are, as people say: by the name of the interface, which outlives the row of one that is made anew.
 * `host.links_at` = when somebody last said so, by which those who keep what hosts have see that it is another.
 */
export function linkSpeed(): string {
  return `
CREATE TABLE link_speed (
  host_id int NOT NULL REFERENCES host ON DELETE CASCADE, name text NOT NULL,
  bits_per_second bigint NOT NULL CHECK (bits_per_second > 0), PRIMARY KEY (host_id, name));
ALTER TABLE host ADD COLUMN links_at timestamptz;`;
}
