import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { freePort } from '../../deploy/local/src/process/port.js';
import { processesNaming } from '../bench/process-cost.js';
import { eventually } from '../support/eventually.js';
import { askGraphql } from '../support/graphql.js';
import { startProcess, type TestProcess } from '../support/process.js';
import { runAtExit, temporaryDirectory } from '../support/reaper.js';
import { describeIf, natsServer } from '../support/requirements.js';

const SCRIPT = new URL('../../deploy/local/start.mjs', import.meta.url).pathname;
/** A day of history is written and stored first. */
const READY_MS = 600_000;
const HOSTS = 30;

interface Host {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly missing: readonly string[];
}

interface Series {
  readonly at: readonly number[];
  readonly series: readonly { readonly columns: Readonly<Record<string, readonly (number | null)[]>> }[];
}

describeIf(natsServer, 'npm run demo', () => {
  const home = join(temporaryDirectory('home'), 'weir');
  let demo: TestProcess;
  let url: string;
  let simulated: readonly Host[] = [];

  beforeAll(async () => {
    const env = { WEIR_HOME: home, WEIR_HTTP_PORT: String(await freePort()) };
    runAtExit(`for f in ${home}/demo/run/*.pid; do kill -KILL $(grep -o '"pid":[0-9]*' $f | cut -d: -f2); done`);
    runAtExit(`rm -rf $(readlink ${home}/demo/postgres)`);
    demo = startProcess({ name: 'demo', command: process.execPath, args: [SCRIPT, '--demo'], env, graceMs: 30_000 });
    [, url = ''] = await demo.waitForLog(/weir is at (http:\S+)/, READY_MS);
  }, READY_MS + 10_000);

  const bytesReceived = async (fromMs: number, untilMs: number): Promise<(number | null)[]> => {
    const range = { from: new Date(fromMs).toISOString(), to: new Date(untilMs).toISOString() };
    const input = { ...range, filter: { hosts: simulated.map(({ id }) => id) }, grouping: 'ALL' };
    const { data } = await askGraphql<{ series: Series }>(
      url,
      'query ($input: SeriesInput!) { series(input: $input) { at series { columns } } }',
      { input },
    );
    return [...(data?.series.series[0]?.columns['rxBytesPerSecond'] ?? [])];
  };

  it('says in a line that the hosts are simulated, and shows them beside this machine', async () => {
    expect(demo.log()).toMatch(/· All hosts whose names end in \.simulated are invented/);
    await eventually('all hosts are alive', async () => {
      const { data } = await askGraphql<{ hosts: { nodes: Host[] } }>(
        url,
        '{ hosts { nodes { id name state missing } } }',
      );
      const hosts = data?.hosts.nodes ?? [];
      expect(hosts).toHaveLength(HOSTS + 1);
      expect(hosts.map(({ state }) => state)).toEqual(hosts.map(() => 'ALIVE'));
      simulated = hosts.filter(({ name }) => name.endsWith('.simulated'));
      expect(simulated).toHaveLength(HOSTS);
      expect(simulated.every(({ missing }) => missing.some((sentence) => sentence.includes('simulated')))).toBe(true);
    });
  });

  it('has a day of history without a hole, and rates that move', async () => {
    const nowMs = Date.now();
    const day = await bytesReceived(nowMs - 23 * 3_600_000, nowMs - 300_000);
    expect(day.length).toBeGreaterThan(100);
    expect(day.filter((rate) => !(Number(rate) > 0))).toEqual([]);
    await eventually('the newest seconds differ', async () => {
      const rates = await bytesReceived(Date.now() - 20_000, Date.now());
      expect(new Set(rates.filter((rate) => rate !== null)).size).toBeGreaterThan(5);
    });
  });

  it('keeps its state apart, and stops by Ctrl-C without leaving a process behind', async () => {
    expect(readdirSync(home).sort()).toEqual(['demo', 'logs']);
    await demo.stop('SIGINT');
    expect(await demo.exited()).toMatchObject({ code: 0 });
    expect(demo.log()).toMatch(/✓ Stopped/);
    expect(readdirSync(join(home, 'demo/run'))).toEqual([]);
    expect(processesNaming(home)).toEqual([]);
  });
});
