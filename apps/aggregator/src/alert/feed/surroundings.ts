import type { Pool } from 'pg';
import { type QuotaUse, readQuotaUse } from '../../billing/quota-use.js';
import type { Thing } from '../../query/watched/watched-things.js';
import type { SilenceClock } from '../evaluate/silence-clock.js';
import type { Level } from '../rule/figures.js';
import { limitOf, type Rule } from '../rule/rule.js';
import type { FedHosts } from './fed-hosts.js';
import type { Around, Scores } from './figure-values.js';
import type { Scoring } from './scoring.js';
import type { FedHost, Watched } from './watched.js';

/** Who was not heard for so long no longer counts as one of the fleet. */
const OF_FLEET_MS = 86_400_000;
/** How late samples are stored is seen of hosts that were heard so lately. */
const HEARD_MS = 10_000;

const FULL_AT = `
SELECT entity_key AS "netId", (evidence ->> 'fullAtMs')::float8 AS "fullAtMs" FROM pattern
WHERE class = 'saturation ahead' AND ended_at IS NULL AND strength > 0 AND dismissed IS NULL`;

/** What is known beside the messages of hosts: who is silent, what waits to be stored, which links will be full. */
export class Surroundings implements Around {
  /** Quotas that rules watch, by their ids. */
  quotas: ReadonlyMap<string, Thing> = new Map();
  private uses: ReadonlyMap<string, QuotaUse> = new Map();
  private fullAt: ReadonlyMap<string, number> | null = null;

  constructor(
    private readonly pool: Pool,
    readonly clock: SilenceClock,
    private readonly hosts: FedHosts,
    private readonly scoring: Scoring,
  ) {}

  /** Reads when links are full, and how much of quotas is used, where a rule asks for it. */
  async read(rules: readonly Rule[]): Promise<void> {
    if (rules.some(({ per }) => per === 'quota')) await this.readQuotas();
    if (!rules.some(({ condition }) => limitOf(condition)?.figure === 'daysUntilFull')) return;
    const { rows } = await this.pool.query<{ netId: string; fullAtMs: number }>(FULL_AT);
    this.fullAt = new Map(rows.map(({ netId, fullAtMs }) => [netId, fullAtMs]));
  }

  /** Once a look, before figures are read. */
  tick(nowMs: number): void {
    let [newestMs, count, intervalMs] = [-Infinity, 0, 0];
    for (const host of this.hosts.all) {
      newestMs = Math.max(newestMs, host.rates.heardMs);
      if (nowMs - heardOf(host) >= OF_FLEET_MS) continue;
      count += 1;
      intervalMs = Math.max(intervalMs, host.inventory.intervalMs);
    }
    this.clock.tick(nowMs, newestMs, count, intervalMs);
  }

  heardMs(watched: Watched): number {
    const heardMs = lastHeardMs(watched);
    return heardMs > -Infinity ? heardMs : NaN;
  }

  /** Of the host that is stored best, as health says it. */
  ingestLagSeconds(nowMs: number): number {
    let leastMs = Infinity;
    for (const { rates, inventory } of this.hosts.all) {
      if (nowMs - rates.heardMs < HEARD_MS) leastMs = Math.min(leastMs, rates.newestMs - inventory.storedMs);
    }
    return leastMs === Infinity ? NaN : Math.max(0, leastMs) / 1_000;
  }

  fullAtMs(netId: string): number {
    return this.fullAt === null ? NaN : (this.fullAt.get(netId) ?? Infinity);
  }

  quotaUse(id: string): QuotaUse | undefined {
    return this.uses.get(id);
  }

  private async readQuotas(): Promise<void> {
    const uses = await readQuotaUse(this.pool);
    this.uses = new Map(uses.map((use) => [use.id, use]));
    this.quotas = new Map(uses.map((use) => [use.id, this.quotaOf(use)]));
  }

  private quotaOf({ id, name, hostUuid }: QuotaUse): Thing {
    const host = hostUuid === null ? null : (this.hosts.get(hostUuid)?.inventory ?? null);
    return {
      ...{ level: 'quota', key: id, name, host, container: null, network: null, service: null, goneMs: null },
      members: [],
    };
  }

  scores(level: Level, key: string): Scores | undefined {
    return this.scoring.of(level, key);
  }
}

/** -Infinity where it was never heard: of a scope that means no host, or of an interface that could not be read yet. */
function lastHeardMs({ thing, host, hosts, parts: [part] }: Watched): number {
  if (thing.goneMs !== null) return thing.goneMs;
  if (thing.level === 'fleet') return Math.max(...hosts.map(heardOf));
  if (!host) return -Infinity;
  return thing.level === 'interface' && part && host.rates.heardMs > -Infinity
    ? part.rates.readAt(part.place)
    : heardOf(host);
}

/** When a host was heard last; by what is stored where this process never heard it. */
function heardOf({ rates, inventory }: FedHost): number {
  return rates.heardMs > -Infinity ? rates.heardMs : inventory.storedMs;
}
