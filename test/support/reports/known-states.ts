import type { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { arrivalOf, type FakeAgent, stateOf } from '../../medium/store/fake-agent.js';
import { TICK_MS } from './known-fleet.js';

const CORES = 4;
export const MEMORY_BYTES = 8_000_000_000;

/** What a host told of CPU and memory: when each state began, and what it was, in percent. */
export interface KnownState {
  readonly startMs: number;
  readonly cpu: number;
  readonly memory: number;
}

/** Different of each, and of both. */
export function knownStates(begins: readonly number[]): KnownState[] {
  return begins.map((startMs, index) => ({ startMs, cpu: (index * 37) % 101, memory: 10 + ((index * 53) % 80) }));
}

/** Writes states of a host. */
export async function tellStates(writer: BatchWriter, agent: FakeAgent, states: readonly KnownState[]): Promise<void> {
  const whole = CORES * TICK_MS;
  const told = states.map(({ startMs, cpu, memory }, index) => ({
    ...stateOf(agent, startMs + TICK_MS),
    seq: index + 1,
    cpu: {
      ...{ cores: CORES, userMs: (whole * cpu) / 100, niceMs: 0, systemMs: 0, iowaitMs: 0, irqMs: 0, softirqMs: 0 },
      ...{ stealMs: 0, idleMs: (whole * (100 - cpu)) / 100 },
    },
    memory: {
      ...{ totalBytes: MEMORY_BYTES, availableBytes: (MEMORY_BYTES * (100 - memory)) / 100 },
      ...{ swapTotalBytes: 0, swapFreeBytes: 0 },
    },
  }));
  await writer.write(told.map((message) => arrivalOf({ kind: 'state', message })));
}
