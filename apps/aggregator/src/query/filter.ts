import type { Refusal } from '@weir/model';
import { refusalOfNul } from './nul.js';
import { allOf, type Statement } from './sql.js';
import { matchSql, refusalOfMatch, type TextMatch } from './text-match.js';

/** What an interface must match; what is left out matches everything. The one filter, wherever interfaces are asked for. */
export interface InterfaceFilter {
  /** Host ids. */
  readonly hosts?: readonly string[] | null;
  /** As in the inventory: `uplink`, `bond-member` … */
  readonly classes?: readonly string[] | null;
  readonly uplink?: boolean | null;
  /** Name or id of the host. */
  readonly host?: TextMatch | null;
  /** Name of the interface. */
  readonly interface?: TextMatch | null;
  /** Name of the network that it is on. */
  readonly network?: TextMatch | null;
  /** The following are of one container in the interface's namespace, which must match them all. */
  readonly container?: TextMatch | null;
  readonly image?: TextMatch | null;
  readonly stack?: TextMatch | null;
  readonly service?: TextMatch | null;
  readonly workload?: TextMatch | null;
  readonly labels?: readonly LabelMatch[] | null;
  /** Part of a name, key, address, MAC, host name, network name, or of a container's name, pod or workload; case does not matter. */
  readonly text?: string | null;
  readonly includeGone?: boolean | null;
}

/** What a label of a container must match; without an operator it must only be there. */
export interface LabelMatch extends TextMatch {
  readonly key: string;
}

const MATCHES = ['host', 'interface', 'network', 'container', 'image', 'stack', 'service', 'workload'] as const;

/** SQL over `container`: under which texts each of its names is known. */
const CONTAINER_TEXTS = {
  container: ['coalesce(container.name, left(container.id, 12))', `concat_ws('/', container.pod, container.name)`],
  image: ['container.image'],
  stack: ['container.stack'],
  service: ['container.service', `container.stack || '/' || container.service`],
  workload: ['container.workload', `container.pod_namespace || '/' || container.workload`],
} as const;
const CONTAINER_FIELDS = Object.keys(CONTAINER_TEXTS) as (keyof typeof CONTAINER_TEXTS)[];

/** What is wrong with a filter, or null. Names that are unknown only match nothing. */
export function refusalOfFilter(filter: InterfaceFilter): Refusal | null {
  const refusals = [
    refusalOfNul('filter.text', [filter.text]),
    refusalOfNul('filter.hosts', filter.hosts ?? []),
    ...MATCHES.map((field) => refusalOfMatch(`filter.${field}`, filter[field])),
    ...(filter.labels ?? []).flatMap((label) => [
      refusalOfNul('filter.labels', [label.key]),
      refusalOfMatch('filter.labels', label),
    ]),
  ];
  return refusals.find((refusal) => refusal !== null) ?? null;
}

/** SQL over `host`: what a filter asks of it. */
export function hostSql(statement: Statement, filter: InterfaceFilter): string {
  return allOf(hostConditions(statement, filter));
}

function hostConditions(statement: Statement, { hosts, host }: InterfaceFilter): string[] {
  const conditions: string[] = [];
  if (hosts != null) conditions.push(`host.id::text = ANY (${statement.place(hosts, 'text[]')})`);
  if (host) conditions.push(matchSql(statement, ['host.name', 'host.id::text'], host));
  return conditions;
}

/** SQL over `series` and `host`: the conditions of a filter, but for whether interfaces that are gone match. */
export function filterSql(statement: Statement, filter: InterfaceFilter): string {
  const { classes, uplink, text } = filter;
  const conditions = hostConditions(statement, filter);
  if (classes != null) conditions.push(`series.class = ANY (${statement.place(classes, 'text[]')})`);
  if (uplink != null) conditions.push(`series.uplink = ${statement.place(uplink, 'boolean')}`);
  if (filter.interface) conditions.push(matchSql(statement, ['series.name'], filter.interface));
  if (filter.network) conditions.push(onNetwork(matchSql(statement, ['network.name'], filter.network)));
  const ofContainer = containerConditions(statement, filter);
  if (ofContainer.length > 0) conditions.push(inContainer(allOf(ofContainer)));
  if (text != null && text !== '') conditions.push(matchesText(statement.place(text, 'text')));
  return allOf(conditions);
}

function containerConditions(statement: Statement, filter: InterfaceFilter): string[] {
  const fields = CONTAINER_FIELDS.flatMap((field) => {
    const match = filter[field];
    return match ? [matchSql(statement, CONTAINER_TEXTS[field], match)] : [];
  });
  const labels = (filter.labels ?? []).map((label) =>
    matchSql(statement, [`container.labels ->> ${statement.place(label.key, 'text')}`], label),
  );
  return [...fields, ...labels];
}

/* Subqueries that do not depend on the row are answered once and looked up by hash, whatever the number of interfaces. */
const onNetwork = (condition: string): string =>
  `(series.host_id, series.network_id) IN (SELECT network.host_id, network.id FROM network WHERE ${condition})`;
const inContainer = (condition: string): string =>
  `(series.host_id, series.namespace) IN (SELECT container.host_id, container.namespace FROM container
    WHERE container.namespace IS NOT NULL AND ${condition})`;

function matchesText(place: string): string {
  const holds = (text: string): string => `strpos(lower(${text}), lower(${place})) > 0`;
  const own = `concat_ws(' ', series.name, series.key, series.mac, host.name, array_to_string(series.addresses, ' '))`;
  const named = `concat_ws(' ', container.name, container.id, container.pod, container.workload)`;
  return `${holds(own)} OR ${onNetwork(holds('network.name'))} OR ${inContainer(holds(named))}`;
}
