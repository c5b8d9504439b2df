import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MOST_EXPORTS } from '../../../apps/aggregator/src/api/export/slots.js';
import { type RunningAggregator, startAggregator } from '../../support/aggregator.js';
import type { TestDatabase } from '../../support/database.js';
import { download } from '../../support/download.js';
import { eventually } from '../../support/eventually.js';
import { inspect } from '../../support/inspector.js';
import { startNats } from '../../support/nats.js';
import { startPostgres } from '../../support/postgres.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { openSeed, type Seed, type SeededId } from '../../support/seed.js';

const WEB = '0f8fad5b-d9cb-469f-a165-70867728950e';
const BIG = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const NOON = Date.parse('2026-11-20T12:00:00Z');
const at = (seconds: number): number => NOON + seconds * 1_000;
const iso = (seconds: number): string => new Date(at(seconds)).toISOString();
/** A name that a spreadsheet would run, and CSV must quote. */
const HOSTILE = '=HYPERLINK("http://x","y")';

/** A million rows: so many interfaces for so many seconds. */
const INTERFACES = 100;
const SECONDS = 10_000;
/** The file itself is 80 MB. */
const MOST_HELD_MB = 40;
const MILLION = `series.csv?host=big&step=1s&from=${iso(0)}&to=${iso(SECONDS)}`;

describeIf(natsServer, 'export', () => {
  let aggregator: RunningAggregator;
  let database: TestDatabase;
  let seed: Seed;
  let eth0: SeededId;

  const url = (path: string): string => `${aggregator.url}/api/v1/export/${path}`;
  const text = async (path: string): Promise<string> => {
    const response = await fetch(url(path));
    expect(response.status).toBe(200);
    return response.text();
  };

  beforeAll(async () => {
    let nats;
    [nats, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({
      ...{ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' },
      NODE_OPTIONS: '--inspect=127.0.0.1:0',
    });
    seed = await openSeed(database.url);
    const web = await seed.host(WEB, HOSTILE, { lastSeenMs: at(60) });
    await seed.query(`UPDATE host SET labels = '{"-k":"v,w"}' WHERE host_id = $1`, [web]);
    eth0 = await seed.series(web, WEB, 'host/eth0');
    await seed.presence(web, at(0), at(2));
    await seed.presence(web, at(4), at(6));
    await seed.traffic(eth0.seriesId, at(1), { rxBytes: 1_000, txBytes: 9_007_199_254_740_991 });
    const big = await seed.host(BIG, 'big');
    for (let index = 0; index < INTERFACES; index += 1) await seed.series(big, BIG, `host/eth${index}`);
    await seed.presence(big, at(0), at(SECONDS));
  });

  afterAll(() => seed.end());

  it('writes lists as CSV that no spreadsheet runs, as JSON, and as NDJSON', async () => {
    const csv = await text('hosts.csv?text=HYPERLINK');
    expect(csv).toBe(
      'id,name,state,labels,platform,kernel,agentVersion,intervalMilliseconds,clockOffsetMilliseconds,firstSeen,lastSeen,bootedAt\r\n' +
        `${WEB},"'=HYPERLINK(""http://x"",""y"")",silent,"'-k=v,w",,,0.1.0,1000,,1970-01-01T00:00:00.000Z,${iso(60)},\r\n`,
    );
    const [json] = JSON.parse(await text('hosts.json?text=HYPERLINK')) as [object];
    expect(json).toMatchObject({ id: WEB, name: HOSTILE, labels: { '-k': 'v,w' }, platform: null });
    expect(JSON.parse(await text('hosts.ndjson?text=HYPERLINK'))).toEqual(json);
    expect(await (await fetch(`${aggregator.url}/api/v1/hosts?text=HYPERLINK`)).json()).toEqual([json]);
  });

  it.each(['interfaces', 'containers', 'networks', 'events', 'stacks', 'services', 'workloads'])(
    'exports %s whole, with the filter of the list',
    async (table) => {
      const rows = JSON.parse(await text(`${table}.json`)) as unknown[];
      expect(rows).toHaveLength(table === 'interfaces' ? INTERFACES + 1 : 0);
      expect(JSON.parse(await text(`${table}.json?host=nobody`))).toEqual([]);
      expect((await text(`${table}.csv`)).split('\r\n')).toHaveLength(rows.length + 2);
    },
  );

  it('exports a row for each step of which something is known, with units in the header', async () => {
    const range = `from=${iso(0)}&to=${iso(6)}&step=1s&text=HYPERLINK`;
    const name = `"'=HYPERLINK(""http://x"",""y"")"`;
    const row = (second: number, figures: string): string =>
      `${iso(second)},${name},${WEB},eth0,${eth0.netId},${figures}\r\n`;
    expect(await text(`series.csv?${range}&counters=rxBytes&measures=average,sum`)).toBe(
      'time,host,hostId,interface,net_id,rxBytesPerSecond,rxBytes\r\n' +
        [row(0, '0,0'), row(1, '1000,1000'), row(4, '0,0'), row(5, '0,0')].join(''),
    );
    const grouped = JSON.parse(
      await text(`series.json?${range}&groupBy=class,label:team&counters=rxBytes`),
    ) as object[];
    expect(grouped).toEqual([]);
    const all = JSON.parse(
      await text(`series.json?from=${iso(0)}&to=${iso(6)}&step=2s&groupBy=all&counters=rxBytes`),
    ) as object[];
    expect(all).toEqual([0, 2, 4].map((second) => ({ time: iso(second), rxBytesPerSecond: second === 0 ? 500 : 0 })));
  });

  it('cuts a sample where one stretch of time is read after another, and loses nothing of it', async () => {
    const [row] = await seed.query(
      `SELECT series_id FROM series JOIN host USING (host_id) WHERE host.name = 'big' LIMIT 1`,
    );
    const seriesId = Number(row?.['series_id']);
    await seed.traffic(seriesId, at(3_599), { rxBytes: 1_000 }, 2_000);
    await seed.traffic(seriesId, at(7_199) + 250, { rxBytes: 1_000 });
    const rows = JSON.parse(
      await text(
        `series.json?host=big&groupBy=host&class=uplink&step=1s&counters=rxBytes&measures=sum&from=${iso(0)}&to=${iso(SECONDS)}`,
      ),
    ) as { time: string; rxBytes: number }[];
    expect(rows.map(({ time }) => time)).toEqual(Array.from({ length: SECONDS }, (_, second) => iso(second)));
    expect(rows.flatMap(({ rxBytes }, second) => (rxBytes > 0 ? [[second, rxBytes]] : []))).toEqual([
      [3_599, 500],
      [3_600, 500],
      [7_199, 750],
      [7_200, 250],
    ]);
  });

  it('exports totals to the last digit', async () => {
    const csv = await text(`totals.csv?from=${iso(0)}&to=${iso(6)}&text=HYPERLINK&counters=txBytes`);
    expect(csv.split('\r\n')[1]).toContain(`,${WEB},txBytes,9007199254740991,`);
  });

  it('exports totals and averages of more groups than one answer holds', async () => {
    const crowd = await seed.host('9b2fd7a1-9c44-4a27-9b5c-0d6a7e6f0a01', 'crowd', { lastSeenMs: at(0) });
    await seed.query(
      `INSERT INTO series (host_id, key, net_id, name, class, first_at)
       SELECT $1, 'host/c' || n, 'crowd-' || lpad(n::text, 10, '0'), 'c' || n, 'virtual', 'epoch' FROM generate_series(1, 2100) AS n`,
      [crowd],
    );
    const asked = `host=crowd&groupBy=interface&counters=rxBytes`;
    const rest = await fetch(`${aggregator.url}/api/v1/totals?${asked}&from=${iso(0)}&to=${iso(6)}`);
    expect([rest.status, await rest.json()]).toEqual([
      400,
      expect.objectContaining({ detail: expect.stringContaining('makes 2100 groups') }),
    ]);
    const totals = JSON.parse(await text(`totals.json?${asked}&from=${iso(0)}&to=${iso(6)}`)) as { net_id: string }[];
    expect([totals.length, new Set(totals.map((row) => row.net_id)).size]).toEqual([2_100, 2_100]);
    const averages = (await text(`averages.csv?${asked}&at=${iso(6)}`)).split('\r\n');
    expect([averages[0], averages.length]).toEqual([
      'time,interface,net_id,windowMinutes,coveredSeconds,rxBytesPerSecond',
      2 + 3 * 2_100,
    ]);
    const top = JSON.parse(await text(`totals.json?${asked}&from=${iso(0)}&to=${iso(6)}&top=2`)) as { group: string }[];
    expect([top.length, top.at(-1)?.group]).toEqual([3, 'others']);
    for (const table of ['series', 'host']) await seed.query(`DELETE FROM ${table} WHERE host_id = $1`, [crowd]);
  });

  it('exports averages of the windows that end with a moment', async () => {
    const csv = await text(`averages.csv?text=HYPERLINK&groupBy=host&counters=rxBytes&at=${iso(6)}`);
    expect(csv.split('\r\n')[1]).toBe(`${iso(6)},"'=HYPERLINK(""http://x"",""y"")",${WEB},1,4,250`);
  });

  it('names the file, and lets nobody name it otherwise', async () => {
    const response = await fetch(url('hosts.ndjson'));
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="weir-hosts.ndjson"');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const head = await fetch(url(MILLION), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-disposition')]).toEqual([
      200,
      'attachment; filename="weir-series.csv"',
    ]);
    for (const path of ['hosts.exe', 'hosts.', 'hosts.csv%22', 'secrets.csv', '..%2f..%2fetc%2fpasswd.csv']) {
      const { status } = await fetch(url(path));
      expect([path, status]).toEqual([path, 404]);
    }
  });

  it.each([
    ['step=1s', 'step', 'makes'],
    ['step=3s', 'step', 'is none of 1s, 2s'],
    ['from=x', 'from', 'no moment'],
    ['limit=5', 'limit', 'is not known here'],
  ])('refuses series.csv?%s before a byte is sent', async (query, field, detail) => {
    const response = await fetch(
      url(`series.csv?from=${iso(-200_000)}&to=${iso(0)}&${query}`.replace(/from=.*&(from=x)/, '$1')),
    );
    expect(response.headers.get('content-disposition')).toBeNull();
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ field, detail: expect.stringContaining(detail) }),
    ]);
  });

  it('refuses steps that are no longer kept', async () => {
    await seed.query(`INSERT INTO horizon VALUES ('raw', $1)`, [iso(3_600)]);
    const refused = await fetch(url(`series.csv?step=10s&from=${iso(0)}&to=${iso(60)}`));
    expect(await refused.json()).toMatchObject({ field: 'step', detail: expect.stringContaining('60 s or more') });
    await seed.query('DELETE FROM horizon');
  });

  it('streams a million rows, each once, and holds no more of them than of a few', async () => {
    const inspector = await inspect(aggregator);
    await text(`series.csv?host=big&step=1s&from=${iso(0)}&to=${iso(10)}`);
    const before = await inspector.heldMb();
    const file = await download(url(MILLION));
    await file.readTo(5_000_000);
    const early = await inspector.heldMb();
    await file.readTo(70_000_000);
    const late = await inspector.heldMb();
    inspector.close();
    const lines = (await file.rest()).split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(lines.at(-2)).toMatch(new RegExp(`^${iso(SECONDS - 1)},big,${BIG},eth\\d+,[^,]+,0,0$`));
    expect(late).toBeLessThan(early * 1.1);
    expect(late - before).toBeLessThan(MOST_HELD_MB);
    expect(file.lines()).toBe(1 + INTERFACES * SECONDS);
  });

  it('waits for who reads slowly, lets only some export at a time, and goes on when one leaves', async () => {
    const slow = await Promise.all(Array.from({ length: MOST_EXPORTS }, () => download(url(MILLION))));
    for (const each of slow) await each.readTo(1_000);
    const refused = await fetch(url('hosts.csv'));
    expect([refused.status, refused.headers.get('retry-after'), (await refused.json()) as unknown]).toEqual([
      ...[
        429,
        '5',
        expect.objectContaining({ title: 'Too Many Requests', detail: expect.stringContaining('exports') }),
      ],
    ]);
    for (const each of slow) each.leave();
    await eventually('there is room again', async () => expect((await fetch(url('hosts.csv'))).status).toBe(200));
    expect(aggregator.log()).not.toContain('an export broke off');
  });

  it('cuts the connection where it fails midway: no file ends early and looks whole', async () => {
    const file = await download(url(MILLION));
    await file.readTo(1_000_000);
    await database.kill();
    await expect(file.rest()).rejects.toThrow(/aborted|hang up|ECONNRESET/);
    await aggregator.waitForLog(/an export broke off/);
    const { status } = await fetch(url(MILLION));
    expect(status).toBe(503);
  });
});
