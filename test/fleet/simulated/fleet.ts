import { type AgentOptions, type Outgoing, SimulatedHost } from './host.js';
import { type FleetOptions, planHost } from './plan.js';

/** Simulated hosts that tick together. Nothing in it waits or sends: what it makes depends on its options alone. */
export class SimulatedFleet {
  readonly hosts: readonly SimulatedHost[];

  constructor(options: FleetOptions, agents: AgentOptions) {
    this.hosts = Array.from(
      { length: options.hosts },
      (_, index) => new SimulatedHost(planHost(options, index), agents),
    );
  }

  /** The messages of all hosts up to a second, host by host, each made when it is asked for. */
  *tick(untilSecond: number): Generator<Outgoing> {
    for (const host of this.hosts) yield* host.tick(untilSecond);
  }
}
