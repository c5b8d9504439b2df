// `npm start`, and `npm run demo` with simulated hosts. Needs nothing but Node: it installs, builds, and then runs the
// supervisor that it has built.
import process from 'node:process';
import { build, checkNode, installPackages, ROOT, SetupFault } from './setup.mjs';
import { createSteps } from './steps.mjs';

// A terminal that is closed takes no more words: weir still stops in order.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

try {
  checkNode();
  const steps = createSteps();
  await installPackages(steps);
  await build(steps);
  const { runLocal, Fault } = await import('./dist/main.js');
  await runLocal(ROOT, steps, process.argv.includes('--demo')).catch((error) => {
    throw error instanceof Fault ? new SetupFault(error.message) : error;
  });
  process.exit(0);
} catch (error) {
  process.stderr.write(`  ✗ ${error instanceof SetupFault ? error.message : error.stack}\n`);
  process.exit(1);
}
