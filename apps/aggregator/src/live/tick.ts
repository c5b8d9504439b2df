import { type PerCounter, perCounter, type TrafficMessage } from '@weir/model';

/** What one host's interfaces counted in one interval, as subscribers see it: deltas, as columns. */
export interface Tick {
  readonly hostId: string;
  /** End of the interval, ms since 1970. */
  readonly atMs: number;
  readonly ms: number;
  readonly part: number;
  readonly columns: TickColumns;
}

/** One entry of each counter for each interface id. An interface in neither list did not move. */
export type TickColumns = PerCounter<readonly number[]> & {
  readonly interfaceIds: readonly string[];
  readonly unread: readonly string[];
};

/** Which ticks a subscriber wants, and which interfaces of them; null = all. */
export interface TickFilter {
  readonly hosts: ReadonlySet<string> | null;
  readonly interfaces: ReadonlySet<string> | null;
}

/** Turns a message into a tick, with interface ids for keys. */
export function toTick(message: TrafficMessage, atMs: number, idOf: (key: string) => string): Tick {
  const { host: hostId, ms, part, columns } = message;
  const ids = { interfaceIds: message.keys.map(idOf), unread: message.unread.map(idOf) };
  return { hostId, atMs, ms, part, columns: { ...ids, ...columns } };
}

/** The part of a wanted host's tick that a subscriber wants. It is told even when none of the wanted interfaces moved: it says that they did not. */
export function select(tick: Tick, { interfaces: wanted }: TickFilter): Tick {
  if (!wanted) return tick;
  const { interfaceIds, unread } = tick.columns;
  const picked = interfaceIds.flatMap((id, index) => (wanted.has(id) ? [index] : []));
  const columns = {
    interfaceIds: picked.map((index) => interfaceIds[index] ?? ''),
    unread: unread.filter((id) => wanted.has(id)),
    ...perCounter((counter) => picked.map((index) => tick.columns[counter][index] ?? 0)),
  };
  return { ...tick, columns };
}
