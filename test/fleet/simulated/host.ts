import { encodeEvent, encodeInventory, encodeState, encodeTraffic, type MessageKind, perCounter } from '@weir/model';
import { Book, cumulative, isDue, type Truth } from './book.js';
import { HostTraffic, type Place } from './host-traffic.js';
import { type Boot, inventoryOf } from './inventory.js';
import type { Life } from './lives.js';
import type { HostPlan } from './plan.js';
import { between, bitsOf, hexOf, seedOf, uuidOf } from './random.js';
import type { Moved } from './protocols.js';
import { stateOf } from './state.js';
import { WIDTH } from './traffic.js';
import type { Way } from './ways.js';

/** A message as an agent would publish it. */
export interface Outgoing {
  readonly kind: MessageKind;
  readonly host: string;
  readonly id: string;
  readonly payload: string;
  /** Interfaces that the message tells of, idle ones included, times the seconds that it covers. */
  readonly rows: number;
  /** Of these, what moved. */
  readonly moved: number;
}

/** What the agents of a fleet are told when they start. */
export interface AgentOptions {
  /** The name of this life of the fleet's agents; runs of another life have other names. */
  readonly life: string;
  /** When they start to count, ms since 1970; whole seconds. */
  readonly fromMs: number;
  /** Whether the hosts have been up for long, or come up now with all counters at zero. */
  readonly hasHistory: boolean;
  /** Whether they tell of their state, every ten seconds. */
  readonly hasStates: boolean;
  /** Whether that holds the protocols of containers and the ways to other hosts; left out, it does not: it is dear. */
  readonly hasDetails?: boolean;
  /** The time between their samples; left out, a second. */
  readonly intervalMs?: number;
}

const STATE_EVERY_SECONDS = 10;
const INVENTORY_EVERY_SECONDS = 600;
const UP_FOR_MS = 40 * 86_400_000;
const LARGEST_JITTER_MS = 6;

/** One host with its agent: it makes the messages of one interval after the other, and keeps what they add up to. */
export class SimulatedHost {
  private readonly traffic: HostTraffic;
  private readonly book: Book;
  private readonly boot: Boot;
  private readonly told = { version: 0, inventorySecond: -Infinity, lives: [] as readonly (Life | null)[] };
  private readonly numbers = { traffic: 0, state: 0, inventory: 0, event: 0 };
  private lastAt: number;
  private stateFrom: number;
  /** By network namespace, since the last state. */
  private moved = new Map<string, Moved>();

  constructor(
    readonly plan: HostPlan,
    private readonly options: AgentOptions,
    private readonly ways: readonly Way[] = [],
  ) {
    const seed = seedOf(plan.seed, options.life);
    this.traffic = new HostTraffic(plan);
    this.book = new Book(plan.seed, options.hasHistory);
    this.boot = {
      ...{ run: hexOf(seed, 16), boot: uuidOf(options.hasHistory ? plan.seed ^ 0x5ca1ab1e : seed ^ 1) },
      bootedAt: options.fromMs - (options.hasHistory ? UP_FOR_MS : 0),
      startedAt: options.fromMs,
      intervalMs: options.intervalMs ?? 1_000,
    };
    this.lastAt = options.fromMs;
    this.stateFrom = options.fromMs;
  }

  /** What this host's interfaces have counted, and what they had counted before. */
  truth(): readonly Truth[] {
    return this.book.all();
  }

  /** Whether it has a tick then, where nobody had to merge any. */
  isDue(second: number): boolean {
    const seconds = this.boot.intervalMs / 1_000;
    return (second - this.offsetIn(seconds)) % seconds === 0;
  }

  /** The messages of the seconds that follow the last ones, up to `untilSecond`; a tick is late by a few ms. */
  tick(untilSecond: number): Outgoing[] {
    const fromSecond = Math.floor(this.lastAt / 1_000);
    const late = between(bitsOf(this.plan.seed ^ 0x2545f491, untilSecond), 0, LARGEST_JITTER_MS);
    const jitter = this.plan.isPunctual ? 0 : late;
    const at = untilSecond * 1_000 + jitter;
    this.traffic.count(fromSecond, untilSecond);
    const messages = [
      ...this.inventory(untilSecond, at),
      this.trafficMessage(fromSecond, untilSecond, at),
      ...this.state(fromSecond, untilSecond, at),
    ];
    this.lastAt = at;
    return messages;
  }

  private trafficMessage(fromSecond: number, untilSecond: number, at: number): Outgoing {
    const base = new Map<string, bigint[]>();
    const keys: string[] = [];
    const rows: number[] = [];
    let places = 0;
    for (const { key, offset } of this.traffic.places) {
      if (key === null) continue;
      places += 1;
      const truth = this.book.truthOf(key);
      if (isDue(truth, fromSecond, untilSecond)) base.set(key, cumulative(truth));
      truth.isAnnounced = true;
      if (!this.account(truth, offset)) continue;
      keys.push(key);
      rows.push(offset);
    }
    const { counters } = this.traffic;
    const { run, boot } = this.boot;
    const seq = (this.numbers.traffic += 1);
    const columns = perCounter((_, column) => rows.map((offset) => counters[offset + column] ?? 0));
    const head = { v: 1 as const, host: this.plan.id, boot, run, seq, part: 0, at, ms: at - this.lastAt };
    // After a boot all counters begin anew.
    const resets = seq === 1 && !this.options.hasHistory ? [...base.keys()] : [];
    const payload = encodeTraffic({ ...head, keys, unread: [], columns, base, resets });
    const seconds = untilSecond - fromSecond;
    const told = { rows: places * seconds, moved: keys.length * seconds };
    return { kind: 'traffic', host: this.plan.id, id: `${run}-${seq}`, payload, ...told };
  }

  /** Whether the interface moved. */
  private account({ key, sums }: Truth, offset: Place['offset']): boolean {
    const { counters } = this.traffic;
    let moved = false;
    for (let column = 0; column < WIDTH; column += 1) {
      const delta = counters[offset + column] ?? 0;
      if (delta === 0) continue;
      sums[column] = (sums[column] ?? 0) + delta;
      moved = true;
    }
    if (moved) this.remember(key, offset);
    return moved;
  }

  /** What a state tells of protocols is made from the packets of the first uplink, and of containers. */
  private remember(key: string, offset: number): void {
    const [namespace = ''] = key.split('/', 1);
    const isTold =
      namespace === 'host' ? key === `host/${this.plan.role.uplinks[0]?.name}` : this.options.hasDetails === true;
    if (!isTold) return;
    const { rxPackets, txPackets } = this.moved.get(namespace) ?? { rxPackets: 0, txPackets: 0 };
    const { counters } = this.traffic;
    this.moved.set(namespace, {
      rxPackets: rxPackets + (counters[offset + 2] ?? 0),
      txPackets: txPackets + (counters[offset + 3] ?? 0),
    });
  }

  /** At the start, when containers come and go, and every ten minutes; and what came and went, for the timeline. */
  private inventory(second: number, at: number): Outgoing[] {
    const { version } = this.traffic;
    const changed = version !== this.told.version;
    if (!changed && second - this.told.inventorySecond < INVENTORY_EVERY_SECONDS) return [];
    const lives = this.traffic.lives();
    const rev = (this.numbers.inventory += 1);
    const payload = encodeInventory(inventoryOf(this.plan, lives, this.boot, at, rev));
    const events = this.told.version === 0 ? [] : this.events(lives, at);
    Object.assign(this.told, { version, inventorySecond: second, lives });
    return [this.other('inventory', `i${rev}`, payload), ...events];
  }

  private events(lives: readonly (Life | null)[], at: number): Outgoing[] {
    return lives.flatMap((life, index) => {
      const before = this.told.lives[index] ?? null;
      const messages = [];
      if (before && before !== life) messages.push(this.event(before, at, false));
      if (life && before !== life) messages.push(this.event(life, at, true));
      return messages;
    });
  }

  private event({ container }: Life, at: number, isStart: boolean): Outgoing {
    const { image, id, name } = container;
    const text = isStart ? `${name} was started, of the image ${image}` : `${name} stopped`;
    const payload = encodeEvent({
      ...{ v: 1, host: this.plan.id, at, kind: isStart ? 'container.started' : 'container.stopped', subject: id },
      ...{ before: isStart ? null : image, after: isStart ? image : null, text },
    });
    return this.other('event', `e${(this.numbers.event += 1)}`, payload);
  }

  private state(fromSecond: number, untilSecond: number, at: number): Outgoing[] {
    const offset = this.offsetIn(STATE_EVERY_SECONDS);
    const round = (second: number): number => Math.floor((second - offset) / STATE_EVERY_SECONDS);
    if (!this.options.hasStates || round(fromSecond) === round(untilSecond)) return [];
    const seconds = untilSecond - fromSecond;
    const isMerged = seconds > STATE_EVERY_SECONDS;
    if (isMerged && !this.options.hasDetails) return this.skipState(at);
    const seq = (this.numbers.state += 1);
    const ms = isMerged ? STATE_EVERY_SECONDS * 1_000 : Math.max(1, at - this.stateFrom);
    const moved = isMerged ? shareOf(this.moved, STATE_EVERY_SECONDS / seconds) : this.moved;
    const around = { moved, ways: this.ways };
    const payload = encodeState(stateOf(this.plan, this.traffic.lives(), this.boot, { at, ms, seq }, around));
    this.skipState(at);
    return [this.other('state', `s${seq}`, payload)];
  }

  /** An agent that had to merge its traffic has let go of its states before; with details the last of them is told. */
  private skipState(at: number): Outgoing[] {
    this.stateFrom = at;
    this.moved = new Map();
    return [];
  }

  /** As agents do: each has its turn in a second of its own. */
  private offsetIn(seconds: number): number {
    return Number.parseInt(this.plan.id.slice(0, 8), 16) % seconds;
  }

  private other(kind: MessageKind, number: string, payload: string): Outgoing {
    return { kind, host: this.plan.id, id: `${this.boot.run}-${number}`, payload, rows: 0, moved: 0 };
  }
}

function shareOf(moved: ReadonlyMap<string, Moved>, part: number): Map<string, Moved> {
  const of = ({ rxPackets, txPackets }: Moved): Moved => ({
    rxPackets: Math.round(rxPackets * part),
    txPackets: Math.round(txPackets * part),
  });
  return new Map([...moved].map(([namespace, each]) => [namespace, of(each)]));
}
