import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Pool } from 'pg';
import { Counter, Gauge, type Registry } from 'prom-client';
import { CONFIG, type Config } from '../../config/config.js';
import { METRICS_REGISTRY } from '../../metrics/metrics.module.js';
import { NATS_CONNECTION, type NatsLink } from '../../nats/nats-link.js';
import { DATABASE } from '../../store/database.js';
import { StoreSetup } from '../../store/store-setup.js';
import { Ownership } from '../ownership.js';
import { Load } from './load.js';
import { PartitionWork } from './partition-work.js';

/** Analyses the hosts of every partition that this process owns. */
@Injectable()
export class AnalysisService implements OnApplicationBootstrap {
  private readonly load = new Load();
  private readonly works = new Map<number, PartitionWork>();
  private readonly told: Counter;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(NATS_CONNECTION) private readonly link: NatsLink,
    @Inject(METRICS_REGISTRY) registry: Registry,
    private readonly setup: StoreSetup,
    private readonly ownership: Ownership,
  ) {
    this.told = new Counter({
      name: 'weir_analyse_patterns_told_total',
      help: 'Patterns that were told, or told again because more was known of them.',
      registers: [registry],
    });
    this.measure(registry);
  }

  onApplicationBootstrap(): void {
    for (let partition = 0; partition < this.config.analysePartitions; partition++) {
      this.ownership.run(partition, (owned) => this.work(partition, owned));
    }
  }

  private async work(partition: number, owned: AbortSignal): Promise<void> {
    const [edition, connection] = await Promise.all([this.setup.ready(), this.link.connected()]);
    if (!edition || !connection || owned.aborted) return;
    const { pool, load } = this;
    const partitions = this.config.analysePartitions;
    const onTold = (count: number): void => this.told.inc(count);
    const work = new PartitionWork({ pool, connection, partition, partitions, load, onTold });
    this.works.set(partition, work);
    try {
      await work.run(owned);
    } finally {
      this.works.delete(partition);
    }
  }

  private measure(registry: Registry): void {
    const gauge = (name: string, help: string, read: () => number): void => {
      new Gauge({
        ...{ name, help, registers: [registry] },
        collect() {
          this.set(read());
        },
      });
    };
    gauge('weir_analyse_series', 'Interfaces that this process analyses.', () => this.counts().all);
    gauge('weir_analyse_series_thinned', 'Of these, those that are looked at less often than they should be.', () => {
      const { uplinks, all } = this.counts();
      return this.load.thinning.thinnedOf(uplinks, all - uplinks);
    });
    gauge(
      'weir_analyse_lag_seconds',
      'How long ago the interval had ended that was analysed last; the longest of the last second.',
      () => this.load.lagMs / 1_000,
    );
    gauge(
      'weir_analyse_hosts_catching_up',
      'Hosts of which what was missed is still to be read from the database before they are analysed.',
      () => [...this.works.values()].reduce((sum, { catchingUp }) => sum + catchingUp, 0),
    );
    gauge('weir_analyse_busy_ratio', 'Share of a core that the analysis takes.', () => this.load.share);
  }

  private counts(): { readonly uplinks: number; readonly all: number } {
    let [uplinks, all] = [0, 0];
    for (const { counts } of this.works.values()) {
      uplinks += counts.uplinks;
      all += counts.uplinks + counts.others;
    }
    return { uplinks, all };
  }
}
