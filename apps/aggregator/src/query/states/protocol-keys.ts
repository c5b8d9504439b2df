import type { Decoded } from '@weir/model';
import type { ClientBase } from 'pg';
import { asksBelowHosts } from '../asks-below-hosts.js';
import type { Lifetime } from '../fill.js';
import type { Filter } from '../filter.js';
import { askedHosts, inOrder, withoutNul } from './asked.js';
import { containersPassing, hostsPassing, passing } from './passing.js';

/** Whose protocols are asked for: network namespaces, by what is in them. */
export interface NamespacesAsked {
  /** Hosts: their own namespaces. */
  readonly hosts?: readonly string[] | null;
  readonly containers?: readonly string[] | null;
  readonly interfaces?: readonly string[] | null;
  /** Excludes the others: the namespaces of the containers that pass where it asks for what is on hosts, else of hosts. */
  readonly filter?: Filter | null;
}

/** A network namespace of a host. */
export interface AskedNamespace {
  readonly hostId: number;
  /** Null for the host's own. */
  readonly namespace: string | null;
}

/** A network namespace with what is known of it. */
export interface KnownNamespace extends AskedNamespace {
  /** Null where nothing was ever told of it. */
  readonly stateId: number | null;
  readonly alive: Lifetime;
}

/** The key of a host's own namespace in what its agent tells. */
const HOST_KEY = 'host';

interface Found extends AskedNamespace {
  readonly id: string;
}

const CONTAINER_NAMESPACE = `CASE WHEN host_network THEN '${HOST_KEY}' ELSE namespace END AS namespace`;
const OF_CONTAINERS = `
SELECT id, host_id AS "hostId", ${CONTAINER_NAMESPACE}
FROM container WHERE id = ANY ($1::text[]) ORDER BY host_id`;
const OF_INTERFACES = `
SELECT net_id AS id, host_id AS "hostId", coalesce(namespace, '${HOST_KEY}') AS namespace
FROM series WHERE net_id = ANY ($1::text[])`;

/** Finds the namespaces asked for, each once; or what is wrong with who is asked for. */
export async function askedNamespaces(
  client: ClientBase,
  asked: NamespacesAsked,
  most: number,
): Promise<Decoded<AskedNamespace[]>> {
  if (asked.filter) return passingNamespaces(client, asked.filter, most);
  const hosts = await askedHosts(client, asked.hosts ?? []);
  if (!hosts.ok) return hosts;
  const containers = await found(client, OF_CONTAINERS, 'containers', 'container', asked.containers ?? []);
  if (!containers.ok) return containers;
  const interfaces = await found(client, OF_INTERFACES, 'interfaces', 'interface', asked.interfaces ?? []);
  if (!interfaces.ok) return interfaces;
  const all = [
    ...hosts.value.map(({ hostId }) => ({ hostId, namespace: HOST_KEY })),
    // A container that has stopped may have none any more.
    ...[...containers.value, ...interfaces.value].filter(({ namespace }) => namespace !== null),
  ];
  return { ok: true, value: onceEach(all) };
}

async function passingNamespaces(client: ClientBase, filter: Filter, most: number): Promise<Decoded<AskedNamespace[]>> {
  const passed = await passing<AskedNamespace>(client, most, (statement) =>
    asksBelowHosts(filter)
      ? containersPassing(statement, `container.host_id AS "hostId", ${CONTAINER_NAMESPACE}`, filter)
      : hostsPassing(statement, `host.host_id AS "hostId", '${HOST_KEY}' AS namespace`, filter),
  );
  return passed.ok ? { ok: true, value: onceEach(passed.value.filter(({ namespace }) => namespace !== null)) } : passed;
}

function onceEach(all: readonly AskedNamespace[]): AskedNamespace[] {
  const unique = new Map(all.map(({ hostId, namespace }) => [`${hostId}/${namespace}`, { hostId, namespace }]));
  return [...unique.values()];
}

async function found(
  client: ClientBase,
  sql: string,
  field: string,
  what: string,
  ids: readonly string[],
): Promise<Decoded<Found[]>> {
  if (ids.length === 0) return { ok: true, value: [] };
  const { rows } = await client.query<Found>(sql, [withoutNul(ids)]);
  return inOrder(field, what, ids, new Map(rows.map((row) => [row.id, row])));
}

/** A namespace lives as long as anything in it; a host's own, always. */
const KNOWN = `
SELECT asked.host_id AS "hostId", asked.namespace, state_series_id AS "stateId",
  coalesce(extract(epoch FROM life.first) * 1000, '-infinity')::float8 AS "fromMs",
  coalesce(extract(epoch FROM life.last) * 1000, 'infinity')::float8 AS "untilMs"
FROM unnest($1::int[], $2::text[]) WITH ORDINALITY AS asked (host_id, namespace, place)
LEFT JOIN state_series ON state_series.host_id = asked.host_id AND kind = 'protocol' AND key = asked.namespace
LEFT JOIN LATERAL (
  SELECT min(begun) AS first, nullif(max(coalesce(ended, 'infinity')), 'infinity') AS last FROM (
    SELECT first_at AS begun, gone_at AS ended FROM series
    WHERE series.host_id = asked.host_id AND series.namespace = asked.namespace
    UNION ALL SELECT started_at, gone_at FROM container
    WHERE container.host_id = asked.host_id AND container.namespace = asked.namespace) AS member) AS life ON true
ORDER BY place`;

interface KnownRow {
  readonly hostId: number;
  readonly namespace: string;
  readonly stateId: number | null;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Reads what is known of namespaces, in the same order. */
export async function knownNamespaces(client: ClientBase, asked: readonly AskedNamespace[]): Promise<KnownNamespace[]> {
  const { rows } = await client.query<KnownRow>(KNOWN, [
    asked.map(({ hostId }) => hostId),
    asked.map(({ namespace }) => namespace),
  ]);
  return rows.map(({ hostId, namespace, stateId, fromMs, untilMs }) => ({
    ...{ hostId, stateId, alive: { fromMs, untilMs } },
    namespace: namespace === HOST_KEY ? null : namespace,
  }));
}
