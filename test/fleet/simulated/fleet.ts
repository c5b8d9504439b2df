import { EXTREMES, planExtreme } from './extremes.js';
import { type AgentOptions, type Outgoing, SimulatedHost } from './host.js';
import { type FleetOptions, planHost } from './plan.js';
import { ringOf } from './ways.js';

/** Simulated hosts. Nothing in it waits or sends: what it makes depends on its options alone. */
export class SimulatedFleet {
  readonly hosts: readonly SimulatedHost[];

  constructor(options: FleetOptions, agents: AgentOptions) {
    const extremes = options.hasExtremes ? EXTREMES : [];
    const plans = [
      ...Array.from({ length: options.hosts }, (_, index) => planHost(options, index)),
      ...extremes.map((extreme, place) => planExtreme(options, options.hosts + place, extreme)),
    ];
    const ways = agents.hasDetails ? ringOf(plans) : null;
    this.hosts = plans.map((plan) => new SimulatedHost(plan, agents, ways?.get(plan.id)));
  }

  /** The messages of all hosts that are due up to a second, host by host, each made when it is asked for. */
  *tick(untilSecond: number): Generator<Outgoing> {
    for (const host of this.hosts) if (host.isDue(untilSecond)) yield* host.tick(untilSecond);
  }
}
