import { Logger } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Pool } from 'pg';
import { Outage } from '../../background/outage.js';
import { pause } from '../../background/pause.js';
import { writeAnalysis } from '../../store/patterns/analysis.js';
import { forgetBaselines } from '../../store/patterns/baselines.js';
import { readFeedback } from '../../store/patterns/feedback.js';
import { type QuietTime, readQuietTimes } from '../../store/patterns/quiet-times.js';
import { closeSilent, touchPatterns } from '../../store/patterns/write-patterns.js';
import { Ear, type Listener } from './ear.js';
import { fill, restore } from './filling.js';
import type { HostLine } from './host-line.js';
import { HostsOf } from './hosts-of.js';
import { Limits } from './limits.js';
import type { Load } from './load.js';
import { Saving } from './saving.js';
import { publishPatterns, tellChanges } from './telling.js';
import type { Pace } from './thinning.js';

const ROUND_MS = 1_000;
const LOOK_EVERY_ROUNDS = 5;
/** Those that last are many: what follows the day does so for months. */
const TOUCH_EVERY_ROUNDS = 300;

/** What a partition's analysis is made of. */
export interface PartitionOptions {
  readonly pool: Pool;
  readonly connection: NatsConnection;
  readonly partition: number;
  readonly partitions: number;
  readonly load: Load;
  /** Called with how many patterns were told. */
  readonly onTold: (count: number) => void;
}

/** Analyses the hosts of one partition, for as long as it is owned. */
export class PartitionWork {
  private readonly logger = new Logger('analyse');
  private readonly looking = new Outage('reading which hosts there are', this.logger);
  private readonly filling = new Outage('reading what was missed', this.logger);
  private readonly telling = new Outage('telling of patterns', this.logger);
  private readonly saving = new Outage('saving what was learnt', this.logger);
  private readonly hosts: HostsOf;
  private readonly states: Saving;
  private limits = new Limits([]);
  private applied: Pace;
  private rounds = 0;
  private filler: Promise<unknown> | null = null;

  constructor(private readonly options: PartitionOptions) {
    const { pool, partition, partitions, load } = options;
    this.hosts = new HostsOf(pool, partition, partitions);
    this.states = new Saving(pool, () => this.hosts.lines.values());
    this.applied = load.thinning.pace;
  }

  /** Interfaces that are analysed, uplinks and others. */
  get counts(): { readonly uplinks: number; readonly others: number } {
    let [uplinks, all] = [0, 0];
    for (const { analysis } of this.hosts.lines.values()) {
      uplinks += analysis.uplinkCount;
      all += analysis.seriesCount;
    }
    return { uplinks, others: all - uplinks };
  }

  /** Hosts of which something that was missed is still to be read. */
  get catchingUp(): number {
    return [...this.hosts.lines.values()].filter(({ isLive }) => !isLive).length;
  }

  /** Runs until it is no longer owned; what was learnt is saved then. */
  async run(owned: AbortSignal): Promise<void> {
    const { connection, load } = this.options;
    const listener: Listener = {
      wants: (hostId) => this.hosts.lines.has(hostId),
      traffic: (message, atMs, nowMs) => this.hosts.lines.get(message.host)?.take(message, atMs, nowMs),
      event: (message) => this.hosts.lines.get(message.host)?.analysis.note(message),
    };
    const stop = new Ear(listener, load).listen(connection);
    try {
      while (!owned.aborted) {
        await this.round(owned);
        await pause(ROUND_MS, owned);
      }
    } finally {
      stop();
      await this.filler;
      await this.saving.trying(() => this.states.all());
    }
  }

  private async round(owned: AbortSignal): Promise<void> {
    this.options.load.look(Date.now());
    if (this.rounds++ % LOOK_EVERY_ROUNDS === 0) await this.looking.trying(() => this.look());
    this.filler ??= this.filling
      .trying(() => this.fillMissed(owned))
      .finally(() => {
        this.filler = null;
      });
    await this.telling.trying(() => this.tell());
    if (this.rounds % TOUCH_EVERY_ROUNDS === 0) await this.telling.trying(() => this.touch());
    await this.saving.trying(() => this.states.some());
  }

  private async look(): Promise<void> {
    const { pool, partition, partitions, load } = this.options;
    this.limits = new Limits(await readFeedback(pool));
    const quietTimes = await readQuietTimes(pool);
    setQuietTimes(this.hosts.lines.values(), quietTimes);
    await this.hosts.look(this.applied, async (added) => {
      setQuietTimes(added, quietTimes);
      await restore(pool, added, Date.now());
    });
    this.keepPace(load.thinning.pace);
    const { uplinks, others } = this.counts;
    await writeAnalysis(pool, partitions, {
      ...{ partition, lagMs: load.lagMs, series: uplinks + others, thinnedSinceMs: load.thinning.sinceMs },
      thinned: load.thinning.thinnedOf(uplinks, others),
    });
  }

  private keepPace(pace: Pace): void {
    if (pace === this.applied) return;
    this.applied = pace;
    const [uplinks, others] = [pace.uplinkMs, pace.otherMs].map((ms) => ms / 1_000);
    this.logger.warn(`looks at uplinks every ${uplinks} s and at other interfaces every ${others} s now`);
    for (const { analysis } of this.hosts.lines.values()) analysis.keep(pace);
  }

  private async fillMissed(owned: AbortSignal): Promise<void> {
    const { uplinks, others } = this.counts;
    for (const line of this.hosts.lines.values()) {
      if (owned.aborted) return;
      if (line.hasMissed) await this.fillOne(line, uplinks + others, owned);
    }
  }

  /** Where the store cannot be read, what was missed stays a gap: what is now goes on. */
  private async fillOne(line: HostLine, series: number, owned: AbortSignal): Promise<void> {
    try {
      await fill(this.options.pool, line, series, Date.now(), owned);
    } finally {
      if (!owned.aborted && !line.isLive) line.goLive(Date.now());
    }
  }

  private async tell(): Promise<void> {
    const { pool, connection, onTold } = this.options;
    const hosts = [...this.hosts.lines.values()].flatMap((line) => (line.isLive ? [line.analysis] : []));
    const { slots, failure } = await tellChanges(pool, connection, hosts, this.limits, Date.now());
    for (const slot of slots) this.states.soon(slot);
    onTold(slots.length);
    if (failure) throw failure.error;
  }

  private async touch(): Promise<void> {
    const { pool, connection, partition } = this.options;
    await touchPatterns(
      pool,
      [...this.hosts.lines.values()].flatMap(({ analysis }) => analysis.findings.lasting),
    );
    // Of all hosts: one partition does it.
    if (partition !== 0) return;
    publishPatterns(connection, await closeSilent(pool));
    await forgetBaselines(pool);
  }
}

function setQuietTimes(lines: Iterable<HostLine>, byHost: ReadonlyMap<number, readonly QuietTime[]>): void {
  for (const { analysis } of lines) analysis.quietTimes = byHost.get(analysis.known.hostId) ?? [];
}
