const BYTE = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const HEX = '[0-9a-f]{1,4}';
const IPV4 = `^${BYTE}([.]${BYTE}){3}$`;
/** Eight groups, or fewer around one `::`; never more than seven colons. */
const IPV6 = `^(?!([^:]*:){8})((${HEX}:){7}${HEX}|(${HEX}(:${HEX})*)?::(${HEX}(:${HEX})*)?)$`;

/**
 * Addresses as such, so that they can be looked up by subnet; what agents told that is none is left out. Indexes that know the
 * orders of lists: a page then costs the same wherever it begins.
 */
export function lists(): string {
  return `
ALTER TABLE series ADD COLUMN ip_addresses inet[] NOT NULL DEFAULT '{}';
UPDATE series SET ip_addresses = ARRAY (
  SELECT address::inet FROM unnest(addresses) WITH ORDINALITY AS told (address, place)
  WHERE address ~ '${IPV4}' OR address ~* '${IPV6}' ORDER BY place)
WHERE addresses <> '{}';
ALTER TABLE series DROP COLUMN addresses;
ALTER TABLE series RENAME COLUMN ip_addresses TO addresses;
CREATE INDEX host_name ON host (name, host_id);
CREATE INDEX container_name ON container ((coalesce(name, left(id, 12))), host_id, id);`;
}
