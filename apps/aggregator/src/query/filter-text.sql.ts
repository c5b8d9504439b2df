import { inContainer, onNetwork } from './filter-around.sql.js';
import { anyOf } from './sql.js';
import { holdsSql } from './text-match.js';

/** SQL of all names of a thing as one text. */
const joined = (...names: readonly string[]): string => `concat_ws(' ', ${names.join(', ')})`;

const INTERFACE = joined(
  ...['series.name', 'series.key', 'series.mac', 'host.name', `array_to_string(series.addresses, ' ')`],
);
const CONTAINER_OF_INTERFACE = joined('container.name', 'container.id', 'container.pod', 'container.workload');

/** SQL by what is listed: in which of its names the text of a filter is sought. */
const TEXTS = {
  host: joined('host.name', 'host.id::text', `(SELECT string_agg(value, ' ') FROM jsonb_each_text(host.labels))`),
  container: joined(
    ...['container.name', 'container.id', 'container.image', 'container.stack', 'container.service'],
    ...['container.pod', 'container.pod_namespace', 'container.workload', 'host.name'],
  ),
  network: joined('network.name', 'network.id', 'network.driver', `array_to_string(network.subnets, ' ')`, 'host.name'),
  event: joined('event.text', 'event.subject', 'event.before', 'event.after', 'host.name'),
} as const;

/** SQL: a name of what is listed, or of the network and the containers of an interface, holds the text at `place`. */
export function textSql(listed: keyof typeof TEXTS | 'interface', place: string): string {
  if (listed !== 'interface') return holdsSql(TEXTS[listed], place);
  return anyOf([
    holdsSql(INTERFACE, place),
    onNetwork(holdsSql('network.name', place)),
    inContainer(holdsSql(CONTAINER_OF_INTERFACE, place)),
  ]);
}
