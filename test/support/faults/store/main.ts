// The fleet as a process of its own, for what it simulates takes longer than a test file's loop may be busy.
import { connect } from '@nats-io/transport-node';
import { DrivenFleet } from './fleet.js';
import type { Generated } from './generated.js';
import type { DrivenOptions, HostTruth } from './host.js';

/** What the process is started with. */
export interface FleetOptions {
  /** Several servers of a cluster are separated by commas. */
  readonly natsUrl: string;
  readonly longestRepeatMs: number;
}

/** What it is told; it answers each when it is done. */
export type Command =
  | { readonly do: 'add'; readonly host: DrivenOptions }
  | { readonly do: 'setClock'; readonly host: number; readonly aheadMs: number }
  | { readonly do: 'end' };

/** What all its hosts made, once everything is on the stream. */
export interface Outcome {
  readonly generated: Generated;
  readonly hosts: readonly HostTruth[];
  readonly counts: { readonly duplicates: number; readonly reordered: number; readonly sentAgain: number };
}

const { natsUrl, longestRepeatMs } = JSON.parse(process.argv[2] ?? '') as FleetOptions;
const connection = await connect({ servers: natsUrl.split(','), maxReconnectAttempts: -1, reconnectTimeWait: 200 });
const fleet = new DrivenFleet(connection, longestRepeatMs);

async function follow(command: Command): Promise<Outcome | null> {
  if (command.do === 'add') fleet.add(command.host);
  if (command.do === 'setClock') await fleet.setClock(command.host, command.aheadMs);
  if (command.do !== 'end') return null;
  await fleet.end();
  const counts = { ...fleet.network.counts, sentAgain: fleet.network.retries };
  return { generated: fleet.generated, hosts: fleet.hosts.map((host) => host.truth()), counts };
}

process.on('message', (command: Command) => {
  void follow(command).then((outcome) => process.send?.(outcome));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
