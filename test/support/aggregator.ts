import { AGGREGATOR_ENV } from '../../deploy/local/src/apps/aggregator.js';
import { freePort } from '../../deploy/local/src/process/port.js';
import { eventually, STARTED_WITHIN_MS } from './eventually.js';
import { startNode, type TestProcess } from './process.js';

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;

/** The built aggregator. */
export interface RunningAggregator extends TestProcess {
  readonly url: string;
}

/** Starts the built aggregator (or another build of it) on a free port, or on one that is set, and waits until it is ready. */
export async function startAggregator(env: Readonly<Record<string, string>>, main = MAIN): Promise<RunningAggregator> {
  const port = Number(env['WEIR_HTTP_PORT'] ?? (await freePort()));
  const url = `http://127.0.0.1:${port}`;
  const aggregator = startNode('aggregator', main, { ...AGGREGATOR_ENV, WEIR_HTTP_PORT: String(port), ...env });
  const mustBeReady = async (): Promise<void> => {
    const { status } = await fetch(`${url}/readyz`).catch((error: Error) => ({ status: error.message }));
    if (status !== 200) throw new Error(`/readyz answers ${status}\n${aggregator.log()}`);
  };
  await eventually('the aggregator is ready', mustBeReady, STARTED_WITHIN_MS);
  return Object.assign(aggregator, { url });
}
