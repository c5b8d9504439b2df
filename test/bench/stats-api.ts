import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from './container-fleet.js';
import { cpuMsPerSecond, processesNaming } from './process-cost.js';

/** How long to look, in ms. */
export interface StatsApiTimes {
  readonly idleMs: number;
  readonly warmUpMs: number;
  readonly streamingMs: number;
}

/** What streaming statistics cost the engine. */
export interface StatsApiCost {
  readonly cpuMsPerSecond: number;
  /** Of the samples that were due, one for each container and second; below 1 the engine did not keep up. */
  readonly delivered: number;
}

/**
 * The CPU that Docker's engine (dockerd, containerd, shims) takes to stream the statistics of all containers once a
 * second, less what it takes when nobody asks; ms a second.
 */
export async function statsApiCost(fleet: Fleet, times: StatsApiTimes): Promise<StatsApiCost> {
  const engine = processesNaming(fleet.engineFolder);
  const idle = await cpuMsPerSecond(engine, times.idleMs);
  let samples = 0;
  const streams = await Promise.all(
    fleet.containers.map(async ({ container }) => {
      const stream = (await container.stats({ stream: true })) as Readable;
      return stream.on('data', () => (samples += 1)).on('error', () => undefined);
    }),
  );
  await sleep(times.warmUpMs);
  samples = 0;
  const streaming = await cpuMsPerSecond(engine, times.streamingMs);
  for (const stream of streams) stream.destroy();
  if (samples === 0) throw new Error('the stats API gave no sample');
  const due = (fleet.containers.length * times.streamingMs) / 1_000;
  return { cpuMsPerSecond: streaming - idle, delivered: Math.min(1, samples / due) };
}
