import { dashboardUrl, setUpLink } from './apps/aggregator.js';
import { readConfig } from './config.js';
import { toFault } from './fault.js';

export { Fault } from './fault.js';
import { LocalWeir } from './local.js';
import type { Steps } from './steps.js';
import { listenForStop } from './stop-request.js';

const FORCED = 130;

/** Runs weir on this machine, as a demo with simulated hosts, until it is told to stop. What keeps it from starting is thrown. */
export async function runLocal(root: string, steps: Steps, isDemo = false): Promise<void> {
  const config = readConfig(process.env, root, isDemo);
  const weir = new LocalWeir(config, steps);
  const request = listenForStop(() => {
    weir.kill();
    process.exit(FORCED);
  });
  const started = weir.start().then(async () => {
    const link = await setUpLink(config);
    if (request.isAsked()) return;
    const firstAdmin = link ? `\n  Nobody can sign in yet: make the first admin at ${link}` : '';
    steps.note(
      `\n  weir is at ${dashboardUrl(config)}${firstAdmin}\n  Ctrl-C stops it; its data stays in ${config.home}`,
    );
  });
  try {
    await Promise.race([request.asked, started.then(() => request.asked)]);
  } catch (error) {
    throw toFault(error);
  } finally {
    await stop(weir, steps);
    await started.catch(() => undefined);
  }
}

async function stop(weir: LocalWeir, steps: Steps): Promise<void> {
  if (!weir.isRunning()) return weir.stop();
  await steps.step(
    'Stopping',
    () => weir.stop(),
    () => 'Stopped',
  );
}
