import { setTimeout as sleep } from 'node:timers/promises';
import { type Alerting, startAlerting } from '../support/alerting.js';
import { eventually } from '../support/eventually.js';
import { heardHosts } from '../support/heard-hosts.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const LIMIT = 50_000;
/** Each host breaks the limit once: what comes again and again is told in another way. */
const PER_HOST_MS = 20_000;
/** A beginning and an end each: a channel takes 60 messages a minute at most, and more would wait. */
const REST_MS = 1_000;

/** What was measured, on the processes that it was measured with. */
export interface Told {
  /** From a sample above the limit being heard to the call that tells of it being taken. */
  readonly ms: readonly number[];
  readonly alerting: Alerting;
}

/**
 * Lets one host after the other break a rule that waits for nothing, with two processes of the role analyse on a real NATS and
 * database, and a program that takes signed calls.
 */
export async function breachToTold(hostCount: number): Promise<Told> {
  const [alerting, receiver] = [await startAlerting(), await WebhookReceiver.start()];
  const names = Array.from({ length: hostCount }, (_, place) => `breach-${place}`);
  const hosts = await heardHosts(alerting.connection, names);
  await alerting.setRules([{ id: 'busy', per: 'host', threshold: { figure: 'rxBytesPerSecond', above: LIMIT } }]);
  await alerting.setChannel('program', 'webhook', receiver.settings(), { mostPerMinute: 60 });
  await alerting.watches(hostCount);
  const ms: number[] = [];
  for (const host of hosts) {
    const heard = heardNext(alerting, host.id);
    host.rxBytesPerSecond = 2 * LIMIT;
    const heardMs = await heard;
    const title = new RegExp(`${host.name}(?!\\d)`);
    await eventually(`${host.name} is told of`, () => mustBeTold(receiver, title), PER_HOST_MS);
    ms.push((receiver.atMs[receiver.taken.findIndex((call) => title.test(call.title))] ?? NaN) - heardMs);
    host.rxBytesPerSecond = 1_000;
    await sleep(REST_MS);
  }
  return { ms, alerting };
}

/** When a message above the limit passes. */
function heardNext({ connection }: Alerting, hostId: string): Promise<number> {
  return new Promise((resolve) => {
    const subscription = connection.subscribe(`weir.v1.traffic.${hostId}`, {
      callback: (_, message) => {
        const { rxBytes } = message.json<{ rxBytes: number[] }>();
        if ((rxBytes[0] ?? 0) <= LIMIT) return;
        subscription.unsubscribe();
        resolve(Date.now());
      },
    });
  });
}

function mustBeTold(receiver: WebhookReceiver, title: RegExp): void {
  if (receiver.of(title).length === 0) throw new Error(`calls: ${receiver.taken.map((call) => call.title).join('; ')}`);
}
