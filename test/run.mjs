// `npm test`. On a bare machine with Node it installs what is missing, builds, and runs every test:
//   npm test                    all stages
//   npm test -- --only medium   one stage: unit, start, medium, patient, e2e, browser, fleet; or fault, which takes 45 minutes
import process from 'node:process';
import { build, checkNode, installPackages, SetupFault } from '../deploy/local/setup.mjs';
import { createSteps } from '../deploy/local/steps.mjs';
import { installSystemPackages, mustHaveEverything } from './runner/packages.mjs';
import { LONG_STAGES, ROUNDS, runRound } from './runner/stages.mjs';
import { report } from './runner/summary.mjs';

function chosenRounds(args) {
  if (args.length === 0) return ROUNDS;
  const all = [...ROUNDS.flat(2), ...LONG_STAGES];
  if (args[0] === '--only' && args.length === 2 && all.includes(args[1])) return [[[args[1]]]];
  throw new SetupFault(`Usage: npm test [-- --only ${all.join('|')}]`);
}

try {
  checkNode();
  const rounds = chosenRounds(process.argv.slice(2));
  const steps = createSteps();
  if (mustHaveEverything()) process.env.TEST_STRICT = '1';
  await installPackages(steps);
  await installSystemPackages(steps);
  await build(steps);
  const suites = [];
  for (const round of rounds) suites.push(...(await runRound(round)));
  process.exit(report(suites) ? 0 : 1);
} catch (error) {
  process.stderr.write(`  ✗ ${error instanceof SetupFault ? error.message : error.stack}\n`);
  process.exit(1);
}
