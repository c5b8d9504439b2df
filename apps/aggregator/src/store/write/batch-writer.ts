import { type MessageKind, type StateMessage, type TrafficMessage, WHOLE_INVENTORY } from '@weir/model';
import type { Pool, PoolClient } from 'pg';
import { type Edition, levelTable, PACKED_TABLE, RECENT_TABLE, type TimeTable } from '../edition/edition.js';
import { noteLateWrites } from '../late-writes.js';
import { markBuckets } from '../marks.js';
import { type HorizonsNow, type Place, placeOf, readHorizons, sameHorizons } from '../rollup/horizon.js';
import { MINUTES } from '../rollup/level.js';
import { shareRetention } from '../rollup/lock.js';
import { windowOf } from '../block/window.js';
import { makeRoomForStates } from '../states/room.js';
import { type Arrival, messagesOf, type StateArrival, type TrafficArrival } from './arrival.js';
import { Clocks, MovedClockError } from './clocks.js';
import { Directory } from './directory.js';
import { writeEvents } from './events.js';
import { blamingData, classify, DataFault } from './faults.js';
import { lockHosts, writeSightings } from './hosts.js';
import { writeIdentityConflicts } from './identity-conflicts.js';
import { writeInventories } from './inventory.js';
import { markSeen } from './ledger.js';
import { type RefusedArrival, writeRefused } from './refused.js';
import { OpenBuckets } from './open-buckets.js';
import { placeSamples } from './place-samples.js';
import { samplesOf } from './samples.js';
import { seriesFactsOf, writeSeriesFacts } from './series-facts.js';
import { sortOut } from './sort-out.js';
import { pieces } from './split.js';
import { writeLateSamples } from './late-samples.js';
import { writeStates } from './states.js';
import { type BlockToStore, blockRows, copyBlocks } from './write-samples.js';

/** What a committed batch did. */
export interface Written {
  readonly stored: ReadonlyMap<MessageKind, number>;
  readonly refused: readonly RefusedArrival[];
  readonly duplicates: number;
  readonly rows: number;
  /** End of the newest interval stored, ms since 1970; null where there was none. */
  readonly lastSampleMs: number | null;
}

interface TrafficWritten {
  readonly rows: number;
  readonly raw: readonly BlockToStore[];
  afterCommit(): void;
}

const MAX_ATTEMPTS = 5;

/** Samples were sealed or dropped while a batch was prepared: it is tried again. */
class MovedHorizonError extends Error {}

const isMoved = (error: unknown): boolean => error instanceof MovedHorizonError || error instanceof MovedClockError;

/** Stores batches of messages, each in one transaction: all of it, once, or nothing. */
export class BatchWriter {
  private readonly directory = new Directory();
  private readonly clocks = new Clocks();
  private readonly openBuckets = new OpenBuckets();

  constructor(
    private readonly pool: Pool,
    private readonly edition: Edition,
  ) {}

  /** Commits a batch; see {@link writeOnce}. Old samples that are dropped meanwhile change where theirs belong. */
  async write(arrivals: readonly Arrival[]): Promise<Written> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.writeOnce(arrivals);
      } catch (error) {
        if (!isMoved(error) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  /** Commits a batch. Throws a `DataFault` where a message in it is to blame; whatever else is thrown is worth a retry. */
  private async writeOnce(received: readonly Arrival[]): Promise<Written> {
    if (this.directory.isOld) this.forget();
    const arrivals = this.clocks.corrected(received);
    const client = await this.connect();
    let broken = false;
    try {
      await this.directory.learn(client, arrivals);
      const horizons = await readHorizons(client);
      await this.makeRoom(client, arrivals, horizons);
      await client.query('BEGIN');
      await shareRetention(client);
      const now = await readHorizons(client);
      if (!sameHorizons(horizons, now)) throw new MovedHorizonError('samples were just moved or dropped');
      const written = await this.writeInTransaction(client, received, arrivals, now);
      await client.query('COMMIT');
      written.afterCommit();
      return written;
    } catch (error) {
      const cause = classify(error);
      broken = !(await rollback(client));
      // What is remembered may be what is wrong: a restored database holds other ids and partitions.
      if (!(cause instanceof DataFault || isMoved(cause))) this.forget();
      throw cause;
    } finally {
      client.release(broken);
    }
  }

  /** While the database could not be reached, it may have been restored. */
  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  private async makeRoom(client: PoolClient, arrivals: readonly Arrival[], horizons: HorizonsNow): Promise<void> {
    const rooms = new Map<Place, number[]>();
    for (const time of timesOf(arrivals)) {
      const place = placeOf(horizons, time);
      rooms.set(place, [...(rooms.get(place) ?? []), time]);
    }
    for (const [place, times] of rooms) await this.edition.ensureRoom(client, [tableOf(place)], times);
    await makeRoomForStates(client, this.edition, messagesOf(arrivals, 'state'));
  }

  private forget(): void {
    this.directory.forget();
    this.clocks.forget();
    this.edition.forget();
    this.openBuckets.forget();
  }

  private async writeInTransaction(
    client: PoolClient,
    received: readonly Arrival[],
    arrivals: readonly Arrival[],
    horizons: HorizonsNow,
  ): Promise<Written & { afterCommit(): void }> {
    const hostIdOf = (hostUuid: string): number => this.directory.hostId(hostUuid);
    const { intervals, clocks, untold } = await lockHosts(client, hostIdsOf(arrivals, hostIdOf));
    const rememberClocks = await this.clocks.settle(client, received, clocks, hostIdOf);
    const traffic = await sortOut(client, 'seen', arrivals.filter(isTraffic), hostIdOf);
    const states = await sortOut(client, 'states_seen', arrivals.filter(isState), hostIdOf);
    const refused = [...arrivals.filter(isRefused), ...traffic.refused, ...states.refused];

    await this.writeStates(client, messagesOf(states.fresh, 'state'));
    const messages = messagesOf(traffic.fresh, 'traffic');
    const written = await this.writeTraffic(client, messages, intervals, horizons);
    await writeSightings(client, traffic.fresh, hostIdOf);
    await writeInventories(
      client,
      arrivals.flatMap(({ content, receivedMs }) =>
        content.kind === 'inventory'
          ? [{ hostId: hostIdOf(content.message.host), message: content.message, receivedMs }]
          : [],
      ),
      (hostId, info) => untold.has(hostId) && this.directory.isWritten(info),
    );
    await writeEvents(client, messagesOf(arrivals, 'event'), hostIdOf);
    await writeRefused(client, refused);
    await noteLateWrites(client, written.raw);

    return {
      stored: countStored(arrivals, traffic.fresh.length, states.fresh.length),
      refused,
      duplicates: traffic.duplicates + states.duplicates,
      rows: written.rows,
      lastSampleMs: messages.length === 0 ? null : Math.max(...messages.map(({ at }) => at)),
      afterCommit: () => {
        rememberClocks();
        written.afterCommit();
        this.dropGoneSeries(arrivals);
      },
    };
  }

  /** Before traffic: the locks of states are always taken first. */
  private async writeStates(client: PoolClient, messages: readonly StateMessage[]): Promise<void> {
    await markSeen(client, 'states_seen', messages);
    await writeStates(client, messages, this.directory);
  }

  private async writeTraffic(
    client: PoolClient,
    messages: readonly TrafficMessage[],
    intervals: ReadonlyMap<number, number>,
    horizons: HorizonsNow,
  ): Promise<TrafficWritten> {
    const samples = blamingData(() => samplesOf(messages, this.directory, intervals));
    const placed = placeSamples(samples, horizons);
    const [recent, packed] = blamingData(() => [blockRows(placed.recent), blockRows(placed.packed)]);
    const marks = this.openBuckets.missing(placed.dirty, horizons.nowMs);
    const facts = blamingData(() => seriesFactsOf(messages, this.directory));

    await markSeen(client, 'seen', messages);
    await copyBlocks(client, 'traffic_recent', recent);
    await copyBlocks(client, 'traffic', packed);
    await markBuckets(client, MINUTES, marks);
    const newestBases = await writeSeriesFacts(client, facts);
    await writeLateSamples(client, placed.late, intervals, newestBases);
    await writeIdentityConflicts(
      client,
      messages.filter(({ host }) => this.directory.hasSeveralRuns(host)),
    );
    const afterCommit = (): void => {
      for (const [series, firstAtMs] of facts.earlier) series.firstAtMs = firstAtMs;
      this.openBuckets.keep(marks);
    };
    return { rows: samples.rows, raw: [...placed.recent, ...placed.packed], afterCommit };
  }

  private dropGoneSeries(arrivals: readonly Arrival[]): void {
    for (const { host, interfaces, slice = WHOLE_INVENTORY } of messagesOf(arrivals, 'inventory')) {
      this.directory.keepOnly(host, new Set(interfaces.map(({ key }) => key)), slice.interfaces);
    }
  }
}

const isTraffic = (arrival: Arrival): arrival is TrafficArrival => arrival.content.kind === 'traffic';
const isState = (arrival: Arrival): arrival is StateArrival => arrival.content.kind === 'state';
const isRefused = (arrival: Arrival): arrival is RefusedArrival => arrival.content.kind === 'refused';

function hostIdsOf(arrivals: readonly Arrival[], hostIdOf: (hostUuid: string) => number): Set<number> {
  return new Set(
    arrivals.flatMap(({ content }) => (content.kind === 'refused' ? [] : [hostIdOf(content.message.host)])),
  );
}

function tableOf(place: Place): TimeTable {
  if (place === 'recent') return RECENT_TABLE;
  return place === 'packed' ? PACKED_TABLE : levelTable(place);
}

/** Every time at which a message may add rows, whether it turns out to be coarse or not. */
function timesOf(arrivals: readonly Arrival[]): Set<number> {
  const times = new Set<number>();
  for (const { at, ms } of messagesOf(arrivals, 'traffic')) {
    for (const { startMs } of pieces(at - ms, ms)) times.add(windowOf(startMs));
  }
  return times;
}

function countStored(arrivals: readonly Arrival[], traffic: number, state: number): Map<MessageKind, number> {
  return new Map([
    ['traffic', traffic],
    ['state', state],
    ['inventory', messagesOf(arrivals, 'inventory').length],
    ['event', messagesOf(arrivals, 'event').length],
  ]);
}

/** Whether the connection can be used again. */
async function rollback(client: PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}
