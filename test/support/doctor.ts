import { spawnSync } from 'node:child_process';
import { type Finding, toldFindings } from '@weir/model';

/** What `doctor` found, as it tells people, and how it ended. */
export interface Examined {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly findings: readonly Finding[];
}

/** Runs `doctor` of a built program with these variables and no others of weir's; answers what it printed. */
export function runDoctor(
  program: 'agent' | 'aggregator',
  env: Readonly<Record<string, string>>,
  ...flags: string[]
): { readonly code: number | null; readonly text: string } {
  const main = new URL(`../../apps/${program}/dist/main.js`, import.meta.url).pathname;
  const isOurs = (name: string): boolean => /^(WEIR|DOCKER|KUBERNETES)_/.test(name);
  const others = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)));
  const { status, stdout } = spawnSync(process.execPath, [main, 'doctor', ...flags], {
    env: { ...others, ...env },
    encoding: 'utf8',
  });
  return { code: status, text: stdout };
}

/** The same, as findings. */
export function askDoctor(program: 'agent' | 'aggregator', env: Readonly<Record<string, string>>): Examined {
  const { code, text } = runDoctor(program, env, '--json');
  const { findings } = JSON.parse(text) as { readonly findings: readonly Finding[] };
  return { code, lines: toldFindings(findings, false).trimEnd().split('\n'), findings };
}

/** What is to be mended. */
export function brokenOf({ findings }: Examined): readonly string[] {
  return findings.flatMap(({ what, state, text }) => (state === 'broken' ? [`${what}: ${text}`] : []));
}
