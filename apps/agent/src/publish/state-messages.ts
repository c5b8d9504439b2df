import {
  type ContainerState,
  encodeState,
  type LatencyState,
  MAX_PAYLOAD_BYTES,
  perProtocolCounter,
  type ProtocolState,
  type StateMessage,
} from '@weir/model';
import type { ContainerRow } from '../delta/container-deltas.js';
import type { HostGroups } from '../delta/host-deltas.js';
import type { ProtocolDelta } from '../delta/protocol-deltas.js';
import type { Identity } from './messages.js';
import type { Outgoing } from './record.js';

/** What the collectors of state brought at one of their ticks; null where one is switched off or failed. */
export interface StateSample {
  /** End of the interval, ms since 1970. */
  readonly at: number;
  readonly ms: number;
  readonly host: HostGroups | null;
  readonly protocols: ProtocolDelta | null;
  readonly containers: readonly ContainerRow[] | null;
  readonly latency: LatencyState | null;
  readonly failing: readonly string[];
}

/** The part of a sample that fits into a message. */
type Piece = Pick<StateSample, 'ms' | 'protocols' | 'containers'>;

const NO_GROUPS: HostGroups = { cpu: null, memory: null, load: null, softnet: null, conntrack: null, sockets: null };

/**
 * A sample as messages, numbered from `firstSeq`: one, a further one for rows whose interval has another length, and more
 * where one would be too large.
 */
export function stateMessages(identity: Identity, sample: StateSample, firstSeq: number): Outgoing[] {
  const encode = (piece: Piece, part: number): string =>
    encodeState(toMessage(identity, sample, piece, firstSeq + part, part));
  const isTooLarge = (piece: Piece): boolean => Buffer.byteLength(encode(piece, 0)) > MAX_PAYLOAD_BYTES - SPARE_BYTES;
  return piecesByLength(sample)
    .flatMap((piece) => halve(piece, isTooLarge))
    .map((piece, part) => ({ id: `${identity.run}-s${firstSeq + part}`, payload: encode(piece, part) }));
}

/** What a message may be larger than its piece was as a first part: digits of `seq` and `part`. */
const SPARE_BYTES = 32;

/** The sample's own interval first; others are of rows that could not be read for a while. */
function piecesByLength({ ms, protocols, containers }: StateSample): Piece[] {
  const lengths = new Set([ms, ...[...(protocols?.rows ?? []), ...(containers ?? [])].map((row) => row.ms)]);
  return [...lengths].map((length) => ({
    ms: length,
    protocols: protocols && {
      rows: protocols.rows.filter((row) => row.ms === length),
      unread: length === ms ? protocols.unread : [],
    },
    containers: containers && containers.filter((row) => row.ms === length),
  }));
}

function halve(piece: Piece, isTooLarge: (piece: Piece) => boolean): Piece[] {
  const { ms, protocols, containers } = piece;
  const rows = Math.max(protocols?.rows.length ?? 0, protocols?.unread.length ?? 0, containers?.length ?? 0);
  if (rows < 2 || !isTooLarge(piece)) return [piece];
  const slice = (start: number, end?: number): Piece => ({
    ms,
    protocols: protocols && {
      rows: protocols.rows.slice(start, end),
      unread: protocols.unread.slice(start, end),
    },
    containers: containers && containers.slice(start, end),
  });
  const middle = Math.ceil(rows / 2);
  return [...halve(slice(0, middle), isTooLarge), ...halve(slice(middle), isTooLarge)];
}

/** Only the first part tells more than rows. */
function toMessage(identity: Identity, sample: StateSample, piece: Piece, seq: number, part: number): StateMessage {
  const isFirst = part === 0;
  const { protocols, containers, ms } = piece;
  const hasProtocols = isFirst || (protocols && protocols.rows.length + protocols.unread.length > 0);
  const hasContainers = isFirst || (containers && containers.length > 0);
  return {
    ...{ v: 1, ...identity, seq, part, at: Math.round(sample.at), ms },
    ...((isFirst ? sample.host : null) ?? NO_GROUPS),
    protocols: protocols && hasProtocols ? toProtocols(protocols) : null,
    containers: containers && hasContainers ? toContainers(containers) : null,
    latency: isFirst ? sample.latency : null,
    failing: isFirst ? sample.failing : [],
  };
}

function toProtocols({ rows, unread }: ProtocolDelta): ProtocolState {
  const columns = perProtocolCounter((counter) => rows.map(({ deltas }) => deltas[counter]));
  return { keys: rows.map(({ key }) => key), unread, columns };
}

function toContainers(rows: readonly ContainerRow[]): ContainerState {
  return {
    ids: rows.map(({ id }) => id),
    cpuMs: rows.map(({ cpuMs }) => cpuMs),
    memoryBytes: rows.map(({ memoryBytes }) => memoryBytes),
    memoryLimitBytes: rows.map(({ memoryLimitBytes }) => memoryLimitBytes),
  };
}
