import { ApiProperty } from '@nestjs/swagger';
import type { DatabaseFill, StreamFill } from '../capacity/fill.js';
import type { CollectedHost } from '../query/collection.query.js';
import { hostState, newestOfHost } from '../query/host-state.js';

/** Hosts by state. */
export class HealthHosts {
  @ApiProperty({ type: 'integer', description: 'Hosts that still send samples.', example: 3 })
  readonly alive: number;

  @ApiProperty({
    type: 'integer',
    description: 'Hosts whose newest sample is older than 10 s and three of their intervals.',
    example: 0,
  })
  readonly silent: number;
}

const bytes = (description: string, example: number | null) =>
  ApiProperty({ type: 'integer', nullable: true, description, example });

/** How full the stream between agents and the store is. */
export class HealthStream {
  @ApiProperty({ type: 'integer', description: 'Bytes it holds.', example: 81_920 })
  readonly bytes: number;

  @bytes('Bytes it may hold; null where it has no limit.', 1_073_741_824)
  readonly maxBytes: number | null;

  @ApiProperty({ type: 'integer', description: 'Messages that are not stored yet.', example: 12 })
  readonly waitingMessages: number;
}

/** How much room the database takes and has. */
export class HealthStorage {
  @ApiProperty({ type: 'integer', description: 'Bytes that the database takes on disk.', example: 734_003_200 })
  readonly bytes: number;

  @bytes('Bytes that it grew by lately, as of a day; null until it was watched for ten minutes.', 52_428_800)
  readonly growthBytesPerDay: number | null;

  @bytes('Bytes left on its file system; null where that cannot be seen from here.', null)
  readonly diskFreeBytes: number | null;
}

/** The state of collection. */
export class Health {
  @ApiProperty({
    enum: ['ok', 'broken'],
    description: '`broken` where traffic is not collected or not stored.',
    example: 'ok',
  })
  readonly status: 'ok' | 'broken';

  @ApiProperty({ type: [String], description: 'Why it is broken, one sentence each.', example: [] })
  readonly reasons: readonly string[];

  @ApiProperty({
    type: [String],
    description: 'What will break if nothing is done, one sentence each: the stream or the disk fills up.',
    example: [],
  })
  readonly warnings: readonly string[];

  @ApiProperty({ type: HealthHosts, nullable: true, description: 'Null while the database cannot be read.' })
  readonly hosts: HealthHosts | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'End of the newest sample stored, ISO 8601; live ones do not count.',
    example: '2026-11-21T12:00:00.003Z',
  })
  readonly lastSample: string | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Rows of traffic this process stored per second lately; null where it does not ingest.',
    example: 412.5,
  })
  readonly rowsPerSecond: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Messages this process refused since its start; null where it does not ingest.',
    example: 0,
  })
  readonly refused: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Refused messages kept in the database with their reasons, at most about 1,000.',
    example: 0,
  })
  readonly refusedKept: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description:
      'Seconds from the stream’s receipt of a message to its commit, for the newest batch; null where this process stored none.',
    example: 0.04,
  })
  readonly lagSeconds: number | null;

  @ApiProperty({
    type: [Number],
    nullable: true,
    description: 'Partitions of the hosts that this process analyses; null where it does not have that role.',
    example: [0],
  })
  readonly partitionsOwned: readonly number[] | null;

  @ApiProperty({ type: HealthStream, nullable: true, description: 'Null while NATS cannot be asked.' })
  readonly stream: HealthStream | null;

  @ApiProperty({ type: HealthStorage, nullable: true, description: 'Null while the database cannot be read.' })
  readonly storage: HealthStorage | null;

  @ApiProperty({ enum: ['up', 'down'], description: 'Database.', example: 'up' })
  readonly database: 'up' | 'down';

  @ApiProperty({ enum: ['up', 'down'], description: 'NATS.', example: 'up' })
  readonly nats: 'up' | 'down';
}

/** When a host was heard of. */
export interface HostFindings extends Omit<CollectedHost, 'id'> {
  /** End of its newest live sample, by our clock; null where none came lately. */
  readonly liveMs: number | null;
}

/** What health is judged by. */
export interface Findings {
  readonly nowMs: number;
  /** Why the database cannot be used; null where it can. */
  readonly databaseFault: string | null;
  readonly natsUp: boolean;
  /** Null while the database cannot be read. */
  readonly hosts: readonly HostFindings[] | null;
  readonly refusedKept: number | null;
  /** Null where this process does not ingest. */
  readonly ingest: {
    readonly rowsPerSecond: number | null;
    readonly refused: number;
    readonly lagSeconds: number | null;
    /** Why messages cannot be taken from the stream; null where they can. */
    readonly streamFault: string | null;
  } | null;
  /** Null where this process does not analyse. */
  readonly partitionsOwned: readonly number[] | null;
  readonly capacity: {
    readonly stream: StreamFill | null;
    readonly database: DatabaseFill | null;
    readonly growthBytesPerDay: number | null;
    readonly warnings: readonly string[];
  };
}

/** Behind this, what is stored is no longer what happens. */
const GREATEST_LAG_SECONDS = 60;

/** Judges the findings. */
export function judge(findings: Findings): Health {
  const { nowMs, databaseFault, natsUp, hosts, ingest } = findings;
  const reasons = reasonsOf(findings);
  return {
    status: reasons.length === 0 ? 'ok' : 'broken',
    reasons,
    warnings: findings.capacity.warnings,
    hosts: hosts && countStates(hosts, nowMs),
    lastSample:
      hosts && hosts.length > 0 ? new Date(latest(hosts.map(({ storedMs }) => storedMs))).toISOString() : null,
    rowsPerSecond: ingest?.rowsPerSecond ?? null,
    refused: ingest?.refused ?? null,
    refusedKept: findings.refusedKept,
    lagSeconds: ingest?.lagSeconds ?? null,
    partitionsOwned: findings.partitionsOwned,
    stream: streamOf(findings.capacity),
    storage: storageOf(findings.capacity),
    database: databaseFault === null ? 'up' : 'down',
    nats: natsUp ? 'up' : 'down',
  };
}

function streamOf({ stream }: Findings['capacity']): HealthStream | null {
  return stream && { bytes: stream.bytes, maxBytes: stream.maxBytes, waitingMessages: stream.waiting };
}

function storageOf({ database, growthBytesPerDay }: Findings['capacity']): HealthStorage | null {
  return database && { bytes: database.bytes, growthBytesPerDay, diskFreeBytes: database.disk?.freeBytes ?? null };
}

function reasonsOf({ nowMs, databaseFault, natsUp, hosts, ingest }: Findings): string[] {
  const reasons: string[] = [];
  if (databaseFault !== null) reasons.push(`The database cannot be used: ${databaseFault}`);
  if (!natsUp) reasons.push('NATS cannot be reached: agents keep their samples until it is back');
  else if (ingest?.streamFault) reasons.push(`Nothing can be taken from the stream: ${ingest.streamFault}`);
  const lagSeconds = ingest?.lagSeconds ?? 0;
  if (lagSeconds > GREATEST_LAG_SECONDS) {
    reasons.push(`Storing lags ${Math.round(lagSeconds)} s behind: give the database or the ingest role more room`);
  }
  const unstoredSeconds = Math.round(unstoredMs(hosts ?? [], nowMs) / 1_000);
  if (unstoredSeconds > GREATEST_LAG_SECONDS) {
    reasons.push(
      `Samples arrive, but none of the last ${unstoredSeconds} s is stored: check the processes with the role ingest`,
    );
  }
  if (hosts && hosts.length > 0 && countStates(hosts, nowMs).alive === 0) {
    const seconds = Math.round((nowMs - latest(hosts.map(newestOf))) / 1_000);
    reasons.push(`No host is alive; the newest sample is ${seconds} s old: check the agents and their way to NATS`);
  }
  return reasons;
}

function countStates(hosts: readonly HostFindings[], nowMs: number): HealthHosts {
  const alive = hosts.filter((host) => hostState(newestOf(host), host.intervalMs, nowMs) === 'alive').length;
  return { alive, silent: hosts.length - alive };
}

/** How far what is stored is behind what is live, for the host that is best stored. */
function unstoredMs(hosts: readonly HostFindings[], nowMs: number): number {
  const gapsMs = hosts.flatMap(({ liveMs, storedMs, intervalMs }) => {
    if (liveMs === null || hostState(liveMs, intervalMs, nowMs) === 'silent') return [];
    return liveMs - storedMs;
  });
  return gapsMs.length === 0 ? 0 : gapsMs.reduce((least, gapMs) => Math.min(least, gapMs));
}

function newestOf({ storedMs, liveMs }: HostFindings): number {
  return newestOfHost(storedMs, liveMs);
}

function latest(times: readonly number[]): number {
  return times.reduce((newest, time) => Math.max(newest, time), 0);
}

/** The example of an answer. */
export const HEALTH_EXAMPLE: Health = {
  status: 'ok',
  reasons: [],
  warnings: [],
  hosts: { alive: 3, silent: 0 },
  lastSample: '2026-11-21T12:00:00.003Z',
  rowsPerSecond: 412.5,
  refused: 0,
  refusedKept: 0,
  lagSeconds: 0.04,
  partitionsOwned: [0],
  stream: { bytes: 81_920, maxBytes: 1_073_741_824, waitingMessages: 12 },
  storage: { bytes: 734_003_200, growthBytesPerDay: 52_428_800, diskFreeBytes: null },
  database: 'up',
  nats: 'up',
};
