import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, unless and until stopped. */
export async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stopped }).catch(() => undefined);
}
