import type { NetworkInfo } from '@weir/model';
import type { Change, Snapshot } from './snapshot.js';

type Told = Omit<Change, 'at'>;

/** What became of networks; nothing before they are known. */
export function networkChanges(before: Snapshot, after: Snapshot): Told[] {
  const { networks: known } = before;
  const { networks } = after;
  if (!known || !networks) return [];
  const gone = [...known.values()].filter(({ id }) => !networks.has(id));
  return [
    ...[...networks.values()].flatMap((network) => {
      const same = known.get(network.id);
      return same ? changed(same, network) : [added(network)];
    }),
    ...gone.map(removed),
  ];
}

function added(network: NetworkInfo): Told {
  const { id, name } = network;
  const text = `The network ${name} was added: ${describe(network)}`;
  return { kind: 'network.added', subject: id, before: null, after: describe(network), text };
}

function removed(network: NetworkInfo): Told {
  const { id, name } = network;
  const text = `The network ${name} was removed`;
  return { kind: 'network.removed', subject: id, before: describe(network), after: null, text };
}

function changed(before: NetworkInfo, after: NetworkInfo): Told[] {
  const [was, is] = [`${before.name}: ${describe(before)}`, `${after.name}: ${describe(after)}`];
  if (was === is) return [];
  const text = `The network ${before.name} is now ${is} (was ${describe(before)})`;
  return [{ kind: 'network.changed', subject: after.id, before: was, after: is, text }];
}

function describe({ driver, internal, subnets }: NetworkInfo): string {
  return [driver, ...(internal ? ['internal'] : []), ...[...subnets].sort()].join(', ');
}
