import { COUNTERS } from '@weir/model';

/** What an aggregator could know of one series, worked out apart from any code under test. */
export interface PublishedSeries {
  /** The counters before the first interval, plus everything counted since, whatever began anew. */
  readonly sums: readonly bigint[];
  /** The counters as the newest base and what followed it say. */
  readonly totals: readonly bigint[];
}

interface Message {
  readonly run: string;
  readonly seq: number;
  readonly part: number;
  readonly at: number;
  readonly ms: number;
  readonly keys: readonly string[];
  readonly base: Readonly<Record<string, readonly string[]>>;
}

/** The messages of a stream, as they are on the wire. */
export class Published {
  private readonly messages: readonly (Message & Readonly<Record<string, unknown>>)[];

  constructor(payloads: Iterable<string>) {
    const all = [...payloads].map((text) => JSON.parse(text) as Message & Record<string, unknown>);
    this.messages = all.sort((a, b) => a.at - a.ms - (b.at - b.ms));
  }

  series(keys: readonly string[]): PublishedSeries {
    const bases = this.messages.flatMap((message) => keys.flatMap((key) => baseOf(message, key)));
    const rows = this.messages.flatMap((message) => keys.flatMap((key) => rowOf(message, key)));
    const newest = bases.at(-1);
    const since = rows.filter(({ start }) => start >= (newest?.start ?? 0));
    return {
      sums: total([bases[0]?.counters ?? [], ...rows.map(({ counters }) => counters)]),
      totals: total([newest?.counters ?? [], ...since.map(({ counters }) => counters)]),
    };
  }

  /** Ticks whose time did not rise within their run. */
  backwards(): number {
    const ticks = this.messages.filter(({ part }) => part === 0).sort((a, b) => a.seq - b.seq);
    const last = new Map<string, number>();
    return ticks.filter(({ run, at }) => {
      const before = last.get(run) ?? -Infinity;
      last.set(run, at);
      return at <= before;
    }).length;
  }

  /** The longest interval of a tick. */
  get longestMs(): number {
    return Math.max(...this.messages.filter(({ part }) => part === 0).map(({ ms }) => ms));
  }

  get runs(): number {
    return new Set(this.messages.map(({ run }) => run)).size;
  }
}

interface Counted {
  readonly start: number;
  readonly counters: readonly bigint[];
}

function baseOf({ at, ms, base }: Message, key: string): Counted[] {
  const counters = base[key];
  return counters ? [{ start: at - ms, counters: counters.map(BigInt) }] : [];
}

function rowOf(message: Message & Readonly<Record<string, unknown>>, key: string): Counted[] {
  const index = message.keys.indexOf(key);
  if (index < 0) return [];
  const counters = COUNTERS.map((counter) => BigInt((message[counter] as readonly number[])[index] ?? 0));
  return [{ start: message.at - message.ms, counters }];
}

function total(vectors: readonly (readonly bigint[])[]): bigint[] {
  return COUNTERS.map((_, index) => vectors.reduce((sum, vector) => sum + (vector[index] ?? 0n), 0n));
}
