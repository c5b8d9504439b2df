import type { LocalConfig } from './config.js';
import { Fault } from './fault.js';
import { natsFault } from './nats/reach.js';
import { databaseFault } from './postgres/reach.js';
import type { Steps } from './steps.js';

/** Refuses a start for which the NATS server or the database that was named is of no use; nothing runs yet. */
export async function checkUpstream({ natsUrl, databaseUrl }: LocalConfig, steps: Steps): Promise<void> {
  if (!natsUrl && !databaseUrl) return;
  await steps.step(
    'Reaching what runs elsewhere',
    () => refuse([natsUrl ? natsFault(natsUrl) : undefined, databaseUrl ? databaseFault(databaseUrl) : undefined]),
    () => 'What runs elsewhere answers',
  );
}

async function refuse(probes: readonly (Promise<string | undefined> | undefined)[]): Promise<void> {
  const faults = (await Promise.all(probes)).filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new Fault(faults.join('\n  ✗ '));
}
