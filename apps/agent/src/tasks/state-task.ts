import type { LatencyState } from '@weir/model';
import type { ContainerState } from '../collect/container-state.js';
import type { HostState } from '../collect/host-state.js';
import type { CollectorName } from '../collect/names.js';
import type { Protocols } from '../collect/protocols.js';
import type { CollectorReports } from '../collect/reports.js';
import { type ClockSource, turnOffsetMs } from '../delta/clock.js';
import { ContainerDeltas } from '../delta/container-deltas.js';
import { HostDeltas } from '../delta/host-deltas.js';
import { ProtocolDeltas } from '../delta/protocol-deltas.js';
import { lengthMs, type TickTime } from '../delta/tick-time.js';
import type { Identity } from '../publish/messages.js';
import type { Outgoing } from '../publish/record.js';
import { stateMessages, type StateSample } from '../publish/state-messages.js';

/** The collectors of state; null where one is switched off, or the host is read in a way that has none. */
export interface StateCollectors {
  readonly hostState: Pick<HostState, 'name' | 'collect'> | null;
  readonly protocols: Pick<Protocols, 'name' | 'collect'> | null;
  readonly containerState: Pick<ContainerState, 'name' | 'collect'> | null;
}

/** Where the state of host and containers comes from. */
export interface StateParts extends StateCollectors {
  readonly identity: Identity;
  /** The newest measurements; null where there are none. */
  readonly latency: () => LatencyState | null;
  readonly reports: CollectorReports;
  /** Finds containers where nobody does at each tick; null where somebody does. */
  readonly findContainers: (() => void) | null;
  /** ms since 1970, by the clock that processes' starts are told by. */
  readonly wallMs: () => number;
  readonly everyMs: number;
}

/** How often state is told. */
export const STATE_EVERY_MS = 10_000;
/** A timer may end this much too early; its tick must not be taken for the one before. */
const EARLY_MS = 100;

/** What it takes to turn what a collector reads into what was counted. */
interface Deltas {
  readonly host: HostDeltas;
  readonly protocols: ProtocolDeltas;
  readonly containers: ContainerDeltas;
}

/**
 * Tells the state of host and containers every 10 s, each host in a second of its own: a thousand at once would keep the aggregator
 * from answering for as long as it takes to write them. What was counted between two lives of the agent is told by neither: the first
 * tick of a run only shows where counting begins.
 */
export class StateTask {
  private deltas: Deltas | null = null;
  private last: TickTime | null = null;
  private nextSeq = 1;

  constructor(private readonly parts: StateParts) {}

  /** The messages of a tick; mostly none. */
  tick(now: TickTime): Outgoing[] {
    const { last } = this;
    if (last && this.turnOf(now) <= this.turnOf(last)) return [];
    this.last = now;
    const sample = this.look(now, last);
    if (!sample) return [];
    const messages = stateMessages(this.parts.identity, sample, this.nextSeq);
    this.nextSeq += messages.length;
    return messages;
  }

  private turnOf({ at }: TickTime): number {
    const { everyMs, identity } = this.parts;
    return Math.floor((at + EARLY_MS - turnOffsetMs(identity.host, everyMs)) / everyMs);
  }

  private look(now: TickTime, last: TickTime | null): StateSample | null {
    const { reports, latency } = this.parts;
    const groups = this.collect(now, (this.deltas ??= openDeltas(this.parts.wallMs())));
    // Failures before the first message are told in it.
    if (!last) return null;
    return { at: now.at, ms: lengthMs(last, now), ...groups, latency: latency(), failing: reports.takeFailed() };
  }

  /** Each for itself: one that throws is null, and the others are told. */
  private collect(now: TickTime, deltas: Deltas): Pick<StateSample, 'host' | 'protocols' | 'containers'> {
    const { hostState, protocols, containerState, reports, findContainers } = this.parts;
    findContainers?.();
    const host = hostState && reports.run(hostState.name, () => hostState.collect());
    const namespaces = protocols && reports.run(protocols.name, () => protocols.collect());
    const containers = containerState && reports.run(containerState.name, () => containerState.collect());
    return {
      host: deltas.host.advance(host?.reading ?? null),
      protocols: namespaces && deltas.protocols.advance(now, namespaces.namespaces),
      containers: containers && deltas.containers.advance(now, containers.containers),
    };
  }
}

function openDeltas(begunAt: number): Deltas {
  return {
    host: new HostDeltas(),
    protocols: new ProtocolDeltas(begunAt),
    containers: new ContainerDeltas(begunAt),
  };
}

/** What the task is made from. */
export interface StateSurroundings extends Pick<StateParts, 'identity' | 'reports' | 'latency' | 'everyMs'> {
  readonly config: { readonly collectors: ReadonlySet<CollectorName> };
  readonly collectors: StateCollectors;
  readonly source: Pick<ClockSource, 'wallMs'>;
  readonly findContainers: () => void;
}

/** The task with the collectors that are switched on. */
export function openStateTask(given: StateSurroundings): StateTask {
  const { config, collectors, source, identity, reports, latency, everyMs } = given;
  const ifOn = <T extends { readonly name: CollectorName }>(collector: T | null): T | null =>
    collector && config.collectors.has(collector.name) ? collector : null;
  return new StateTask({
    hostState: ifOn(collectors.hostState),
    protocols: ifOn(collectors.protocols),
    containerState: ifOn(collectors.containerState),
    ...{ identity, reports, latency, everyMs },
    // Their interfaces are what they are looked for at each tick; the inventory lists them all the same.
    findContainers: config.collectors.has('container-interfaces') ? null : given.findContainers,
    wallMs: () => source.wallMs(),
  });
}
