import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { inSteps, type Step } from './steps.js';

/** What is done in which order, for three hosts of which two are taken at a time. */
async function done(goesOn: boolean, lockMs = 0): Promise<{ readonly steps: Step[]; readonly order: string[] }> {
  const steps: Step[] = [];
  const order: string[] = [];
  const between = (step: Step): Promise<boolean> => {
    steps.push(step);
    order.push('rest');
    return Promise.resolve(goesOn);
  };
  const lock = async (): Promise<void> => {
    await sleep(lockMs);
    order.push('lock');
  };
  const work = (hostIds: readonly number[]): Promise<void> => Promise.resolve(void order.push(hostIds.join()));
  await inSteps([1, 2, 3], 2, false, between, lock, work);
  return { steps, order };
}

describe('inSteps', () => {
  it('rests between two steps, but not after the last', async () => {
    expect((await done(true)).order).toEqual(['lock', '1,2', 'rest', 'lock', '3']);
  });

  it('ends where it is not to go on', async () => {
    expect((await done(false)).order).toEqual(['lock', '1,2', 'rest']);
  });

  it('does not count what it waited for others', async () => {
    const { steps } = await done(true, 1_000);
    expect(steps[0]?.tookMs).toBeLessThan(1_000);
  });
});
