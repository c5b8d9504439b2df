import { inContainer, onNetwork } from './filter-around.sql.js';
import { anyOf } from './sql.js';
import { holdsSql, type Sought } from './text-match.js';

/** What may be part of an address, a subnet or a MAC: nothing else need be sought in them. */
const MAY_BE_ADDRESS = /^[0-9a-f.:/]+$/i;

const INTERFACE = ['series.name', 'series.key'];
const ADDRESSES = ['series.mac', `array_to_string(series.addresses, ' ')`];
const CONTAINER_OF_INTERFACE = ['container.name', 'container.id', 'container.pod', 'container.workload'];

/** SQL by what is listed: in which of its names the text of a filter is sought. */
const TEXTS = {
  host: ['host.name', 'host.id::text', `(SELECT string_agg(value, ' ') FROM jsonb_each_text(host.labels))`],
  container: [
    ...['container.name', 'container.id', 'container.image', 'container.stack', 'container.service'],
    ...['container.pod', 'container.pod_namespace', 'container.workload'],
  ],
  network: ['network.name', 'network.id', 'network.driver', `array_to_string(network.subnets, ' ')`],
  event: ['event.text', 'event.subject', 'event.before', 'event.after'],
} as const;

/** SQL: a name of what is listed, of its host, or of the network and the containers of an interface, holds the text. */
export function textSql(listed: keyof typeof TEXTS | 'interface', wanted: Sought): string {
  const holds = (names: readonly string[]): string => anyOf(names.map((name) => holdsSql(name, wanted)));
  if (listed === 'host') return holds(TEXTS.host);
  if (listed !== 'interface') return anyOf([holds(TEXTS[listed]), onHost(holds(['named.name']), listed)]);
  return anyOf([
    holds(MAY_BE_ADDRESS.test(wanted.text) ? [...INTERFACE, ...ADDRESSES] : INTERFACE),
    onHost(holds(['named.name']), 'series'),
    onNetwork(holds(['network.name'])),
    inContainer(holds(CONTAINER_OF_INTERFACE)),
  ]);
}

/** SQL: its host, as `named`, fulfils the condition. Asked of each host once, and not of each of the 50 interfaces that are on it. */
function onHost(condition: string, table: string): string {
  return `${table}.host_id IN (SELECT named.host_id FROM host AS named WHERE ${condition})`;
}
