import { inContainer, onNetwork } from './filter-around.sql.js';
import { anyOf, type Statement } from './sql.js';
import { holdsSql, inFoldedSql, sought } from './text-match.js';

/** What may be part of an address, a subnet or a MAC: nothing else need be sought in them. */
const MAY_BE_ADDRESS = /^[0-9a-f.:/]+$/i;

/** Names of which the text of a filter may be part, and the columns that hold all of them, folded. */
interface Names {
  readonly names: readonly string[];
  readonly folded: readonly string[];
}

const INTERFACE: Names = { names: ['series.name', 'series.key'], folded: ['series.names'] };
const ADDRESSES = ['series.mac', `array_to_string(series.addresses, ' ')`];
const CONTAINER_OF_INTERFACE: Names = {
  names: ['container.name', 'container.id', 'container.pod', 'container.workload'],
  folded: ['container.names'],
};
const CONTAINER: Names = {
  names: [
    ...CONTAINER_OF_INTERFACE.names,
    ...['container.image', 'container.stack', 'container.service', 'container.pod_namespace'],
  ],
  folded: ['container.names', 'container.made_from'],
};

const ofNames = (...names: string[]): Names => ({ names, folded: [] });

/** By what is listed: in which of its names the text of a filter is sought. */
const TEXTS = {
  host: ofNames('host.name', 'host.id::text', `(SELECT string_agg(value, ' ') FROM jsonb_each_text(host.labels))`),
  container: CONTAINER,
  network: ofNames('network.name', 'network.id', 'network.driver', `array_to_string(network.subnets, ' ')`),
  event: ofNames('event.text', 'event.subject', 'event.before', 'event.after'),
} as const;

/** SQL: a name of what is listed, of its host, or of the network and the containers of an interface, holds the text. */
export function textSql(statement: Statement, listed: keyof typeof TEXTS | 'interface', text: string): string {
  const wanted = sought(statement, text);
  const holds = ({ names, folded }: Names): string =>
    (folded.length > 0 ? inFoldedSql(statement, folded, text) : null) ??
    anyOf(names.map((name) => holdsSql(name, wanted)));
  if (listed === 'host') return holds(TEXTS.host);
  if (listed !== 'interface') return anyOf([holds(TEXTS[listed]), onHost(holds(ofNames('named.name')), listed)]);
  return anyOf([
    holds(INTERFACE),
    ...(MAY_BE_ADDRESS.test(text) ? [holds(ofNames(...ADDRESSES))] : []),
    onHost(holds(ofNames('named.name')), 'series'),
    onNetwork(holds(ofNames('network.name'))),
    inContainer(holds(CONTAINER_OF_INTERFACE)),
  ]);
}

/** SQL: its host, as `named`, fulfils the condition. Asked of each host once, and not of each of the 50 interfaces that are on it. */
function onHost(condition: string, table: string): string {
  return `${table}.host_id IN (SELECT named.host_id FROM host AS named WHERE ${condition})`;
}
