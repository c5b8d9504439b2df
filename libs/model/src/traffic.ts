import { COUNTERS, MAX_CUMULATIVE, type PerCounter, perCounter } from './counters.js';
import { asInteger, asList, asText, decoding, distinct, FieldError, Fields } from './fields.js';
import type { KeyMemory } from './key-memory.js';
import type { Decoded } from './refusal.js';

/**
 * What one host's interfaces counted in one interval, as deltas.
 *
 * Series that did not move are left out: a missing key is zero while the host is present, unless it is `unread`.
 */
export interface TrafficMessage {
  readonly v: 1;
  /** Host id: a UUID in lower case. */
  readonly host: string;
  /** The kernel's boot id; counters start anew with it. */
  readonly boot: string;
  /** Random name of one life of the agent; with `seq` it makes the message unique. */
  readonly run: string;
  /** 1, 2, 3 … within the run. */
  readonly seq: number;
  /** 0 for the first message of a tick; more only where one tick did not fit into one message. */
  readonly part: number;
  /** End of the interval, ms since 1970 by the agent's clock. */
  readonly at: number;
  /** Length of the interval in ms, by the monotonic clock. */
  readonly ms: number;
  /** `host/<interface>` or `<namespace>/<interface>`. */
  readonly keys: readonly string[];
  /** Keys whose counters could not be read in this interval: unknown, not zero. */
  readonly unread: readonly string[];
  /** One column a counter, one non-negative delta a key. */
  readonly columns: PerCounter<readonly number[]>;
  /**
   * Cumulative counters at the *start* of the interval, in the order of COUNTERS: at a key's first appearance in a run,
   * at each reset, and as a checkpoint now and then. So total = base + the sum of all deltas from this message on.
   */
  readonly base: ReadonlyMap<string, readonly bigint[]>;
  /** The keys of `base` whose kernel counters began anew (their base is zero). */
  readonly resets: readonly string[];
}

const MAX_KEYS = 20_000;
const MAX_KEY_LENGTH = 160;
/** A sample may cover a long outage of the agent, but not more than a year. */
const MAX_INTERVAL_MS = 366 * 86_400_000;
const asKey = (value: unknown, name: string): string => asText(value, name, MAX_KEY_LENGTH);

/** Writes a traffic message as JSON: columns at the top level, cumulative counters as decimal strings. */
export function encodeTraffic(message: TrafficMessage): string {
  const { columns, base, ...head } = message;
  const baseEntries = [...base].map(([key, counters]) => [key, counters.map(String)]);
  return JSON.stringify({ ...head, ...columns, base: Object.fromEntries(baseEntries) });
}

/**
 * Reads a traffic message; refuses what does not fit, naming the field. Unknown fields are ignored. Who reads many of the
 * same hosts gives a memory for their keys.
 */
export function decodeTraffic(payload: string | Uint8Array, memory?: KeyMemory): Decoded<TrafficMessage> {
  return decoding(payload, (fields) => {
    const host = fields.host();
    const keys = recalled(fields, host, memory) ?? decodeKeys(fields, host, memory);
    const base = decodeBase(fields.get('base') ?? {});
    return {
      v: fields.version(),
      host,
      boot: fields.text('boot', 64),
      run: fields.text('run', 64),
      seq: fields.integer('seq', 1),
      part: fields.integer('part', 0, 1_000),
      at: fields.integer('at', 0),
      ms: fields.integer('ms', 1, MAX_INTERVAL_MS),
      keys,
      unread: fields.list('unread', MAX_KEYS, asKey),
      columns: perCounter((counter) => decodeColumn(fields, counter, keys.length)),
      base,
      resets: decodeResets(fields, base),
    };
  });
}

function recalled(fields: Fields, host: string, memory: KeyMemory | undefined): string[] | null {
  const given = fields.get('keys');
  return Array.isArray(given) && given.length <= MAX_KEYS ? (memory?.recall(host, given) ?? null) : null;
}

function decodeKeys(fields: Fields, host: string, memory: KeyMemory | undefined): string[] {
  const keys = distinct(fields.list('keys', MAX_KEYS, asKey), 'keys');
  memory?.keep(host, keys);
  return keys;
}

function decodeColumn(fields: Fields, counter: string, length: number): readonly number[] {
  const given = fields.get(counter);
  if (isColumn(given, length)) return given;
  const column = fields.list(counter, MAX_KEYS, (value, name) => asInteger(value, name, 0));
  if (column.length !== length) {
    throw new FieldError(counter, `has ${column.length} entries, but there are ${length} keys`);
  }
  return column;
}

/** The same in one look, for columns that are as they should be; what is wrong with another is found above. */
function isColumn(value: unknown, length: number): value is readonly number[] {
  if (!Array.isArray(value) || value.length !== length || length > MAX_KEYS) return false;
  for (let index = 0; index < length; index += 1) {
    const delta: unknown = value[index];
    if (!Number.isSafeInteger(delta) || (delta as number) < 0) return false;
  }
  return true;
}

function decodeBase(value: unknown): Map<string, bigint[]> {
  const fields = new Fields(value, 'base');
  const base = new Map<string, bigint[]>();
  for (const key of Object.keys(value as object)) {
    const counters = asList(fields.get(key), `base.${asKey(key, 'base')}`, COUNTERS.length, asCumulative);
    if (counters.length !== COUNTERS.length) throw new FieldError(`base.${key}`, 'does not have 8 entries');
    base.set(key, counters);
  }
  return base;
}

function asCumulative(value: unknown, name: string): bigint {
  if (typeof value !== 'string' || !/^\d{1,20}$/.test(value)) {
    throw new FieldError(name, 'is not a decimal text');
  }
  const counter = BigInt(value);
  if (counter > MAX_CUMULATIVE) throw new FieldError(name, 'is larger than 2^63 - 1');
  return counter;
}

function decodeResets(fields: Fields, base: ReadonlyMap<string, unknown>): string[] {
  if (fields.get('resets') === undefined) return [];
  return fields.list('resets', MAX_KEYS, (value, name) => {
    const key = asKey(value, name);
    if (!base.has(key)) throw new FieldError(name, 'is not a key of base');
    return key;
  });
}
