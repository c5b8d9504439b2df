import { pino } from 'pino';
import { readConfig } from './config.js';
import { startAgent } from './start.js';

/** How long a stopping agent waits for acknowledgements. */
const FLUSH_MS = 1_500;

const result = readConfig(process.env);
if (result.ok) {
  const log = pino({ level: result.config.logLevel, base: { app: 'weir-agent' } });
  const agent = startAgent(result.config, log);
  const stop = (signal: string): void => {
    log.info({ signal }, 'stopping');
    void agent.stop(FLUSH_MS).then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} else {
  for (const fault of result.faults) process.stderr.write(`weir agent: ${fault}\n`);
  process.exitCode = 1;
}
