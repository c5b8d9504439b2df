import { Inject, Injectable } from '@nestjs/common';
import { CapacityService } from '../../capacity/capacity.service.js';
import { CONFIG, type Config } from '../../config/config.js';
import { LiveFeed } from '../../live/live.feed.js';
import { NATS_CONNECTION, NatsLink } from '../../nats/nats-link.js';
import { type SystemTold, SystemQuery } from '../../query/system/system.query.js';
import { VERSION } from '../version.js';
import { compareVersions, newestVersion } from './compare-versions.js';
import type { PartState, SystemPart } from './part.js';
import { judgeParts, worstOf } from './parts.js';
import { type AgentFindings, type AgentTrouble, isSilent, troublesOf } from './troubles.js';

/** How weir itself does. */
export interface SystemFound extends Omit<SystemTold, 'agents'> {
  readonly at: Date;
  /** The worst of the parts. */
  readonly state: PartState;
  readonly parts: readonly SystemPart[];
  readonly agents: AgentsFound;
  /** Of what comes live, how late the least late host is stored. */
  readonly lagMs: number;
}

export interface AgentsFound {
  readonly total: number;
  readonly silent: number;
  /** Hosts whose agent has collectors that fail. */
  readonly failing: number;
  /** By version, the newest first; null = hosts that have not told theirs. */
  readonly versions: readonly { readonly version: string | null; readonly hosts: number }[];
  /** How many things are not well, of which the first hundred are listed. */
  readonly troubleCount: number;
  readonly troubles: readonly AgentTrouble[];
}

const MOST_TROUBLES = 100;

/** Finds out how weir itself does, as far as this process and the store know. */
@Injectable()
export class SystemService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(NATS_CONNECTION) private readonly nats: NatsLink,
    private readonly query: SystemQuery,
    private readonly capacity: CapacityService,
    private readonly live: LiveFeed,
  ) {}

  async read(): Promise<SystemFound> {
    const nowMs = Date.now();
    const { agents: told, ...rest } = await this.query.read();
    const agents = told.map((agent) => ({ ...agent, liveMs: this.live.newestMs(agent.id) ?? null }));
    const newest = newestVersion([VERSION, ...agents.flatMap(({ version }) => version ?? [])]);
    const troubles = agents.flatMap((agent) => troublesOf(agent, newest, nowMs));
    const lagMs = leastLagMs(agents, nowMs);
    const parts = judgeParts({
      ...{ ...rest, nowMs, hosts: agents.length, troubles, lagMs },
      ...{ partitionCount: this.config.analysePartitions, isNatsUp: this.nats.isUp },
      ...{ stream: this.capacity.stream, database: this.capacity.database },
      growthBytesPerDay: this.capacity.growthBytesPerDay(),
    });
    return {
      ...rest,
      at: new Date(nowMs),
      state: worstOf(parts),
      parts,
      agents: foundOf(agents, troubles, nowMs),
      lagMs,
    };
  }
}

function foundOf(agents: readonly AgentFindings[], troubles: readonly AgentTrouble[], nowMs: number): AgentsFound {
  return {
    total: agents.length,
    silent: agents.filter((agent) => isSilent(agent, nowMs)).length,
    failing: troubles.filter(({ kind }) => kind === 'failing').length,
    versions: versionsOf(agents),
    troubleCount: troubles.length,
    troubles: troubles.slice(0, MOST_TROUBLES),
  };
}

function versionsOf(agents: readonly AgentFindings[]): AgentsFound['versions'] {
  const counts = new Map<string | null, number>();
  for (const { version } of agents) counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts]
    .map(([version, hosts]) => ({ version, hosts }))
    .sort((one, other) => compareVersions(other.version ?? '', one.version ?? ''));
}

/** One host that empties its spool is late by itself; where even the least late is, storing is. */
function leastLagMs(agents: readonly AgentFindings[], nowMs: number): number {
  const lags = agents.flatMap((agent) =>
    agent.liveMs === null || isSilent(agent, nowMs) ? [] : [Math.max(0, agent.liveMs - agent.storedMs)],
  );
  return lags.reduce((least, lag) => Math.min(least, lag), lags[0] ?? 0);
}
