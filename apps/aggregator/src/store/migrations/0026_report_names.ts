/** No two saved reports of the same hosts are called the same, whatever the case; of those that were, all but the first tell their id. */
export function reportNames(): string {
  return `
UPDATE report SET name = left(report.name, 109) || ' (' || left(report.id::text, 8) || ')'
FROM (SELECT id, row_number() OVER (PARTITION BY scope_key, lower(name) ORDER BY made_at, id) AS place FROM report) AS named
WHERE named.id = report.id AND place > 1;
CREATE UNIQUE INDEX report_name ON report (scope_key, lower(name));`;
}
