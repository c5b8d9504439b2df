import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { pause } from '../background/pause.js';
import { CONFIG, type Config } from '../config/config.js';
import { NATS_CONNECTION, NatsLink } from '../nats/nats-link.js';
import { DATABASE } from '../store/database.js';
import { readDiskUse } from '../store/disk/disk-use.js';
import { StoreSetup } from '../store/store-setup.js';
import { CapacityMetrics } from './capacity-metrics.js';
import { Crossing } from './crossing.js';
import { readDataDisk } from './data-disk.js';
import {
  type DatabaseFill,
  DISK_LEVELS,
  diskShare,
  diskWarning,
  STREAM_LEVELS,
  type StreamFill,
  streamShare,
  streamWarning,
} from './fill.js';
import { Growth } from './growth.js';
import { readStreamFill } from './stream-fill.js';

const STREAM_EVERY_MS = 10_000;
const DATABASE_EVERY_MS = 60_000;
/** Of all tables together, among those of single ones. */
const WHOLE = '';

/** Watches the stream and the database fill up, and warns once for each level that they rise over. */
@Injectable()
export class CapacityService extends Background {
  private readonly logger = new Logger('capacity');
  private readonly growth = new Growth();
  private readonly streamCrossing = new Crossing(STREAM_LEVELS);
  private readonly diskCrossing = new Crossing(DISK_LEVELS);
  private reading: Promise<DatabaseFill> | null = null;
  private known: { stream: StreamFill | null; database: DatabaseFill | null } = { stream: null, database: null };

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(NATS_CONNECTION) private readonly link: NatsLink,
    private readonly setup: StoreSetup,
    private readonly metrics: CapacityMetrics,
  ) {
    super([setup, link]);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    await Promise.all([this.watchStream(stopped), this.watchDatabase(stopped)]);
  }

  /** As last read; null where that did not work. */
  get stream(): StreamFill | null {
    return this.known.stream;
  }

  get database(): DatabaseFill | null {
    return this.known.database;
  }

  /** What will break if nothing is done, one sentence each. */
  get warnings(): string[] {
    const { stream, database } = this.known;
    return [
      ...(stream && this.streamCrossing.isOver ? [streamWarning(stream)] : []),
      ...(database?.disk && this.diskCrossing.isOver ? [diskWarning(database.disk, database.bytes)] : []),
    ];
  }

  /** Bytes a day that tables grew by lately; null until they were watched for a while. Of no tables: of the database. */
  growthBytesPerDay(tables: readonly string[] = [WHOLE]): number | null {
    return this.growth.bytesPerDay(tables);
  }

  /** Reads the database's sizes now; throws where it cannot. Who asks while it is being read shares the answer. */
  readDatabaseNow(): Promise<DatabaseFill> {
    this.reading ??= this.readDatabase().finally(() => (this.reading = null));
    return this.reading;
  }

  private async readDatabase(): Promise<DatabaseFill> {
    const { databaseBytes, tableBytes, dataDirectory } = await readDiskUse(this.pool);
    const disk = await readDataDisk(this.config.databaseUrl, dataDirectory);
    const fill = { bytes: databaseBytes, tableBytes, disk };
    this.growth.observe(new Map([...tableBytes, [WHOLE, databaseBytes]]), Date.now());
    return this.tellDatabase(fill);
  }

  private async watchStream(stopped: AbortSignal): Promise<void> {
    const connection = await this.link.connected();
    while (connection && !stopped.aborted) {
      // What fails is unknown; why is told by health.
      this.tellStream(this.link.isUp ? await readStreamFill(connection).catch(() => null) : null);
      await pause(STREAM_EVERY_MS, stopped);
    }
  }

  private async watchDatabase(stopped: AbortSignal): Promise<void> {
    await this.setup.ready();
    while (!stopped.aborted) {
      await this.readDatabaseNow().catch(() => this.tellDatabase(null));
      await pause(DATABASE_EVERY_MS, stopped);
    }
  }

  private tellStream(stream: StreamFill | null): void {
    this.known = { ...this.known, stream };
    this.metrics.observeStream(stream);
    if (stream && this.streamCrossing.observe(streamShare(stream)) !== null) this.logger.warn(streamWarning(stream));
  }

  private tellDatabase<T extends DatabaseFill | null>(database: T): T {
    this.known = { ...this.known, database };
    this.metrics.observeDatabase(database);
    const disk = database?.disk;
    if (disk && this.diskCrossing.observe(diskShare(disk)) !== null) {
      this.logger.warn(diskWarning(disk, database.bytes));
    }
    return database;
  }
}
