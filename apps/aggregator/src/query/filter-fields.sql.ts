import { addressSql } from './address-match.js';
import type { Filter } from './filter.js';
import { HOST_STATE_SQL } from './host-state.js';
import type { Statement } from './sql.js';
import { CONTAINER_NAME, STABLE_NAMES } from './stable-names.sql.js';
import { matchSql, type TextMatch } from './text-match.js';

/** SQL over `container`: under which texts each of its names is known. */
const CONTAINER_TEXTS = {
  container: [CONTAINER_NAME, STABLE_NAMES.container],
  image: ['container.image'],
  stack: ['container.stack'],
  service: ['container.service', `container.stack || '/' || container.service`],
  workload: ['container.workload', `container.pod_namespace || '/' || container.workload`],
} as const;
/** In full, and as commands show it. */
const CONTAINER_IDS = ['container.id', 'left(container.id, 12)'];
const CONTAINER_FIELDS = Object.keys(CONTAINER_TEXTS) as (keyof typeof CONTAINER_TEXTS)[];

/** Whether a filter asks anything of interfaces themselves. */
export function asksInterface({ classes, uplink, linkStates, addresses, ...wanted }: Filter): boolean {
  return [classes, uplink, linkStates, addresses, wanted.interface].some((each) => each != null);
}

/** Whether a filter asks anything of containers. */
export function asksContainer(wanted: Filter): boolean {
  return CONTAINER_FIELDS.some((field) => wanted[field] != null) || (wanted.labels ?? []).length > 0;
}

/** Whether a filter asks anything of networks themselves. */
export function asksNetwork(wanted: Filter): boolean {
  return wanted.network != null;
}

/** SQL over `host`: what is asked of it. */
export function hostFields(statement: Statement, wanted: Filter): string[] {
  const { hosts, host, hostStates } = wanted;
  const conditions: string[] = [];
  if (hosts != null) conditions.push(`host.id::text = ANY (${statement.place(hosts, 'text[]')})`);
  if (host) conditions.push(matchSql(statement, ['host.name', 'host.id::text'], host));
  if (hostStates != null) conditions.push(`${HOST_STATE_SQL} = ANY (${statement.place(hostStates, 'text[]')})`);
  return [...conditions, ...labelConditions(statement, 'host.labels', wanted.hostLabels)];
}

/** SQL over `series`: what is asked of the interface itself. */
export function interfaceFields(statement: Statement, wanted: Filter): string[] {
  const { classes, uplink, linkStates, addresses } = wanted;
  const conditions: string[] = [];
  if (classes != null) conditions.push(`series.class = ANY (${statement.place(classes, 'text[]')})`);
  if (uplink != null) conditions.push(`series.uplink = ${statement.place(uplink, 'boolean')}`);
  if (linkStates != null) conditions.push(`series.state = ANY (${statement.place(linkStates, 'text[]')})`);
  if (wanted.interface) conditions.push(matchSql(statement, ['series.name'], wanted.interface));
  if (addresses) conditions.push(addressSql(statement, addresses));
  return conditions;
}

/** SQL over `network`: what is asked of it. */
export function networkFields(statement: Statement, wanted: Filter): string[] {
  return wanted.network ? [matchSql(statement, ['network.name'], wanted.network)] : [];
}

/** SQL over `container`: what is asked of it. */
export function containerFields(statement: Statement, wanted: Filter): string[] {
  const fields = CONTAINER_FIELDS.flatMap((field) => {
    const match = wanted[field];
    return match ? [matchSql(statement, textsOf(field, match), match)] : [];
  });
  return [...fields, ...labelConditions(statement, 'container.labels', wanted.labels)];
}

/** Ids are found as they are alone: half of a name, such as `db`, is in the digits of many. */
function textsOf(field: keyof typeof CONTAINER_TEXTS, { contains, glob }: TextMatch): readonly string[] {
  const isExact = contains == null && glob == null;
  return field === 'container' && isExact ? [...CONTAINER_TEXTS[field], ...CONTAINER_IDS] : CONTAINER_TEXTS[field];
}

function labelConditions(statement: Statement, column: string, labels: Filter['labels']): string[] {
  return (labels ?? []).map((label) =>
    matchSql(statement, [`${column} ->> ${statement.place(label.key, 'text')}`], label),
  );
}
