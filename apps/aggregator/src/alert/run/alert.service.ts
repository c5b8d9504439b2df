import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Pool } from 'pg';
import { Gauge, type Registry, Summary } from 'prom-client';
import { Ownership } from '../../analyse/ownership.js';
import { CONFIG, type Config } from '../../config/config.js';
import { METRICS_REGISTRY } from '../../metrics/metrics.module.js';
import { NATS_CONNECTION, NatsLink } from '../../nats/nats-link.js';
import { seedRules } from '../../store/alerts/rules.js';
import { DATABASE } from '../../store/database.js';
import { StoreSetup } from '../../store/store-setup.js';
import { DEFAULT_RULES } from '../rule/defaults.js';
import { writeRule } from '../rule/read-rule.js';
import { AlertWork } from './alert-work.js';

/** Any one partition: rules are of all hosts, and run by one process. */
const PARTITION = 0;

/** Runs the rules, in the process that owns them. */
@Injectable()
export class AlertService implements OnApplicationBootstrap {
  private readonly looks: Summary;
  private firing = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(NATS_CONNECTION) private readonly link: NatsLink,
    @Inject(METRICS_REGISTRY) registry: Registry,
    private readonly setup: StoreSetup,
    private readonly ownership: Ownership,
  ) {
    const firing = (): number => this.firing;
    this.looks = new Summary({
      name: 'weir_alert_look_seconds',
      help: 'What looking at all rules took, each second.',
      percentiles: [],
      registers: [registry],
    });
    new Gauge({
      name: 'weir_alert_firing',
      help: 'Alerts that fire and that nobody takes care of, where this process runs the rules.',
      registers: [registry],
      collect() {
        this.set(firing());
      },
    });
  }

  onApplicationBootstrap(): void {
    this.ownership.run(PARTITION, (owned) => this.work(owned));
  }

  private async work(owned: AbortSignal): Promise<void> {
    const [edition, connection] = await Promise.all([this.setup.ready(), this.link.connected()]);
    if (!edition || !connection || owned.aborted) return;
    const { pool, config } = this;
    const setting = { timeZone: config.timeZone, baseUrl: config.publicUrl };
    const onLook = (ms: number, firing: number): void => {
      this.looks.observe(ms / 1_000);
      this.firing = firing;
    };
    await seedRules(
      pool,
      DEFAULT_RULES.map((rule) => ({ id: rule.id, rule: writeRule(rule) })),
    );
    try {
      await AlertWork.run({ pool, connection, setting, onLook }, owned);
    } finally {
      this.firing = 0;
    }
  }
}
