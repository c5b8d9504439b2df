import { pino } from 'pino';
import { type Config, readConfig } from './config.js';
import { startAgent } from './start.js';

/** How long a stopping agent waits for acknowledgements. */
const FLUSH_MS = 1_500;

const result = readConfig(process.env);
if (result.ok) run(result.config);
else {
  for (const fault of result.faults) process.stderr.write(`weir agent: ${fault}\n`);
  process.exitCode = 1;
}

function run(config: Config): void {
  const log = pino({ level: config.logLevels.base, base: { app: 'weir-agent' } });
  try {
    const agent = startAgent(config, log);
    const stop = (signal: string): void => {
      log.info({ signal }, 'stopping');
      void agent.stop(FLUSH_MS).then(() => process.exit(0));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    log.fatal({ err: error }, 'weir agent cannot start');
    process.exitCode = 1;
  }
}
