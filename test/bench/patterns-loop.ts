import { Random } from '../support/patterns/random.js';

const STEPS = 5_000_000;

/**
 * Nanoseconds of CPU that a random number takes here and now. The same work every time: what is measured beside it can be compared
 * between machines, and between hours of one that is busy otherwise.
 */
export function fixedLoopNanoseconds(): number {
  const random = new Random(1);
  const before = process.cpuUsage();
  let sum = 0;
  for (let step = 0; step < STEPS; step++) sum += random.next();
  const { user, system } = process.cpuUsage(before);
  // The mean of so many even numbers is known: the loop cannot be left out.
  if (Math.abs(sum / STEPS - 0.5) > 0.01) throw new Error('the fixed loop went wrong');
  return ((user + system) * 1_000) / STEPS;
}
