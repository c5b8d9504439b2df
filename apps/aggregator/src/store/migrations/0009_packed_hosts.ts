/** How far the window is packed that begins where `packed` stands: the hosts up to this one. It is packed a few hosts at a time. */
export function packedHosts(): string {
  return 'ALTER TABLE horizon ADD COLUMN host_id int NOT NULL DEFAULT 0;';
}
