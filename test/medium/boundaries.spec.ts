import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import { STEPS } from '../../eslint.boundaries.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const eslint = new ESLint({ cwd: ROOT });

/** What the lint says of a file that imports others: the rules broken by each of them. */
async function rulesBrokenBy(filePath: string, imported: readonly string[]): Promise<(string | null)[][]> {
  const imports = imported.map((path, place) => `import * as imported${place} from '${path}';\n`);
  const used = `export default [${imported.map((_, place) => `imported${place}`).join()}];\n`;
  const [result] = await eslint.lintText(imports.join('') + used, { filePath: `${ROOT}/${filePath}` });
  const messages = result?.messages ?? [];
  return imported.map((_, place) => messages.filter(({ line }) => line === place + 1).map(({ ruleId }) => ruleId));
}

/** What the lint says of a file that imports another. */
async function rulesBroken(filePath: string, imported: string): Promise<(string | null)[]> {
  return (await rulesBrokenBy(filePath, [imported]))[0] ?? [];
}

/** Some module of a step, as an import path from a neighbouring step. */
function moduleOf(app: string, step: string): string | undefined {
  const folder = `${ROOT}/apps/${app}/src/${step}`;
  const file = existsSync(folder)
    ? readdirSync(folder).find((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    : undefined;
  return file && `../${step}/${file.replace(/\.ts$/, '.js')}`;
}

/** Each step with the others that it might import from. */
const STEPS_BESIDE = Object.entries(STEPS).flatMap(([app, steps]) => {
  const known = Object.entries(steps).filter(([step]) => moduleOf(app, step));
  return known.map(([step, inputs]) => {
    const others = known.map(([other]) => other).filter((other) => other !== step);
    return {
      app,
      step,
      others,
      broken: others.map((other) => (inputs.includes(other) ? [] : ['boundaries/dependencies'])),
    };
  });
});

it('has each step in the table of the architecture', () => {
  const rows = readFileSync(`${ROOT}/docs/architecture.md`, 'utf8').split('\n');
  const isTold = (app: string, step: string): boolean =>
    rows.some(
      (row) =>
        row.startsWith(`| \`apps/${app}/src/${step}\` `) ||
        (row.startsWith(`| \`apps/${app}/src\` `) && row.includes(`\`${step}\``)),
    );
  const steps = Object.entries(STEPS).flatMap(([app, inputs]) =>
    Object.keys(inputs).map((step) => [app, step] as const),
  );
  expect(steps.length).toBeGreaterThan(40);
  expect(steps.filter(([app, step]) => !isTold(app, step))).toEqual([]);
});

describe('the import rules bite', () => {
  it.each(STEPS_BESIDE)('$app: $step imports from its inputs alone', async ({ app, step, others, broken }) => {
    const imported = others.map((other) => moduleOf(app, other) ?? '');
    const told = await rulesBrokenBy(`apps/${app}/src/${step}/new-file.ts`, imported);
    const byStep = (rules: readonly unknown[]): unknown[] => others.map((other, place) => [other, rules[place]]);
    expect(byStep(told)).toEqual(byStep(broken));
  });

  it.each([
    ['a step, from the files that wire the steps', 'apps/agent/src/delta/new-file.ts', '../main.js'],
    ['another app', 'apps/agent/src/main-2.ts', '../../aggregator/src/main.js'],
    ['an app, from the model', 'libs/model/src/new-file.ts', '../../../apps/agent/src/main.js'],
    ['another app by its name', 'apps/agent/src/main-2.ts', '@weir/aggregator'],
    ['a package that the app does not declare', 'apps/dashboard/src/format/new-file.ts', 'pg'],
    ['Node, from the dashboard', 'apps/dashboard/src/format/new-file.ts', 'node:fs'],
    ['a package, from the model', 'libs/model/src/new-file.ts', 'pg'],
    ['Node, from the model', 'libs/model/src/new-file.ts', 'node:fs'],
    ['ApexCharts, outside charts/', 'apps/dashboard/src/pages/new-file.ts', 'apexcharts'],
  ])('refuses %s', async (_what, filePath, imported) => {
    expect(await rulesBroken(filePath, imported)).toEqual(['boundaries/dependencies']);
  });

  it.each([
    ['@nestjs/common'],
    ['pg'],
    ['@nats-io/transport-node'],
    ['node:fs'],
    ['../../store/connection.js'],
    ['../runner/limits.js'],
    ['../ownership.js'],
  ])('refuses %s where the analysis is pure', async (imported) => {
    expect(await rulesBroken('apps/aggregator/src/analyse/pattern/new-file.ts', imported)).toContain(
      'no-restricted-imports',
    );
  });

  it('lets what is pure import what is pure', async () => {
    for (const imported of ['../baseline/memory.js', './row.js', '@weir/model'])
      expect(await rulesBroken('apps/aggregator/src/analyse/pattern/new-file.ts', imported)).toEqual([]);
  });
});
