import { COUNTERS, type MessageKind } from '@weir/model';
import type { Outgoing } from '../../../fleet/simulated/host.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** What is longer counts in every minute that it touches, in proportion; or in every hour but the last, where it is longer still. */
const COARSE_MS = 3_000;
const IN_MINUTES_UP_TO_MS = 6 * HOUR_MS;
const IN_HOURS_UP_TO_MS = 15 * DAY_MS;

/** By minute (its start, ms since 1970): the eight counters of a series, or how long a host was present. */
export type ByMinute<T> = Map<number, T>;

interface Traffic extends Readonly<Record<string, unknown>> {
  readonly host: string;
  readonly at: number;
  readonly ms: number;
  readonly keys: readonly string[];
}

/** Everything that agents made. */
export interface Generated {
  /** By `<host> <key>`. */
  readonly series: ReadonlyMap<string, ByMinute<number[]>>;
  /** By host. */
  readonly presence: ReadonlyMap<string, ByMinute<number>>;
  readonly messages: Readonly<Record<MessageKind, number>>;
  /** By host, how many. */
  readonly states: ReadonlyMap<string, number>;
  /** By host, when its newest inventory was made. */
  readonly inventories: ReadonlyMap<string, number>;
}

/** Works it out from the messages, apart from any code under test. */
export class Ledger implements Generated {
  readonly series = new Map<string, ByMinute<number[]>>();
  readonly presence = new Map<string, ByMinute<number>>();
  readonly messages = { traffic: 0, inventory: 0, event: 0, state: 0 };
  readonly states = new Map<string, number>();
  readonly inventories = new Map<string, number>();

  add({ kind, host, payload }: Outgoing): void {
    this.messages[kind] += 1;
    if (kind === 'state') this.states.set(host, (this.states.get(host) ?? 0) + 1);
    if (kind === 'inventory') this.inventories.set(host, (JSON.parse(payload) as Traffic).at);
    if (kind === 'traffic') this.addTraffic(JSON.parse(payload) as Traffic);
  }

  private addTraffic({ host, at, ms, keys, ...columns }: Traffic): void {
    const cut = cutAt(at - ms, ms);
    const presence = known(this.presence, host, () => new Map<number, number>());
    for (const { minute, ms: length } of cut) presence.set(minute, (presence.get(minute) ?? 0) + length);
    keys.forEach((key, place) => {
      const minutes = known(this.series, `${host} ${key}`, () => new Map<number, number[]>());
      COUNTERS.forEach((counter, column) => {
        const delta = (columns[counter] as readonly number[])[place] ?? 0;
        if (delta > 0) share(delta, ms, cut, (minute, part) => addTo(minutes, minute, column, part));
      });
    });
  }
}

interface Cut {
  readonly minute: number;
  readonly ms: number;
}

function cutAt(startMs: number, ms: number): Cut[] {
  const minuteOf = (atMs: number): number => atMs - (atMs % MINUTE_MS);
  const nextOf = (atMs: number, eachMs: number): number => atMs - (atMs % eachMs) + eachMs;
  if (ms <= COARSE_MS) return [{ minute: minuteOf(startMs), ms }];
  const stepMs = ms <= IN_MINUTES_UP_TO_MS ? MINUTE_MS : ms <= IN_HOURS_UP_TO_MS ? HOUR_MS : DAY_MS;
  const endMs = startMs + ms;
  const minutesFromMs = minuteOf(endMs - HOUR_MS);
  const cut: Cut[] = [];
  let fromMs = startMs;
  while (fromMs < endMs) {
    const borders = fromMs < minutesFromMs ? [nextOf(fromMs, stepMs), minutesFromMs] : [nextOf(fromMs, MINUTE_MS)];
    const untilMs = Math.min(endMs, ...borders);
    cut.push({ minute: minuteOf(fromMs), ms: untilMs - fromMs });
    fromMs = untilMs;
  }
  return cut;
}

/** After each part, as much is given as has passed of the time, rounded down; so in the end all of it. */
function share(delta: number, ms: number, cut: readonly Cut[], give: (minute: number, part: number) => void): void {
  let [passedMs, given] = [0n, 0n];
  for (const piece of cut) {
    passedMs += BigInt(piece.ms);
    const due = (BigInt(delta) * passedMs) / BigInt(ms);
    if (due > given) give(piece.minute, Number(due - given));
    given = due;
  }
}

function addTo(minutes: ByMinute<number[]>, minute: number, column: number, part: number): void {
  const counters = known(minutes, minute, () => COUNTERS.map(() => 0));
  counters[column] = (counters[column] ?? 0) + part;
}

function known<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
