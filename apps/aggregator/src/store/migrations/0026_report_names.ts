/**
 * No two saved reports of the same hosts are called the same, whatever the case: of those that are, all but the first are renamed, and
 * tell their id. Locked first, so that none is saved in between, and against `FOR UPDATE` too: who took one that is due notes
 * afterwards when it is due next. A process of the version before that saves a name that is taken answers an error from then on.
 */
export function reportNames(): string {
  return `
LOCK TABLE report IN EXCLUSIVE MODE;
UPDATE report SET name = left(report.name, 109) || ' (' || left(report.id::text, 8) || ')'
FROM (SELECT id, row_number() OVER (PARTITION BY scope_key, lower(name) ORDER BY made_at, id) AS place FROM report) AS named
WHERE named.id = report.id AND place > 1;
CREATE UNIQUE INDEX report_name ON report (scope_key, lower(name));`;
}
