import { freePort } from '../../deploy/local/src/process/port.js';
import { startNode, type Program } from './process.js';
import { until } from './until.js';

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;

/** The built aggregator. */
export interface RunningAggregator extends Program {
  readonly url: string;
}

/** Starts the built aggregator on a free port and waits until it is ready. */
export async function startAggregator(env: Readonly<Record<string, string>>): Promise<RunningAggregator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = startNode('aggregator', MAIN, { WEIR_HTTP_PORT: String(port), ...env });
  await until('the aggregator is ready', async () => {
    if (!program.running()) throw new Error(program.log());
    const { status } = await fetch(`${url}/readyz`);
    if (status !== 200) throw new Error(`/readyz answers ${status}\n${program.log()}`);
  });
  return {
    ...program,
    get pid() {
      return program.pid;
    },
    url,
  };
}
