import { setFlagsFromString } from 'node:v8';

/**
 * V8 is set up for programs that compute all the time; the agent works for some milliseconds a second and shares its
 * host. What each flag is worth is in docs/cost.md.
 */
const FLAGS = [
  // Simple machine code at once, instead of interpreting for minutes what runs once a second; and never the optimising
  // compiler, which takes more processor time and memory than it saves here.
  '--always-sparkplug',
  '--no-opt',
  // Collect garbage a little more often, and let the heap grow no further than it must.
  '--semi-space-growth-factor=1',
  '--optimize-for-size',
] as const;

for (const flag of FLAGS) setFlagsFromString(flag);
