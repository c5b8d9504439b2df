import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { type PreviewAnswer, previewRule } from '../../apps/aggregator/src/alert/preview/preview-rule.js';
import { readRule } from '../../apps/aggregator/src/alert/rule/read-rule.js';
import { setLinkSpeed } from '../../apps/aggregator/src/store/hosts/link-speed.js';
import { openPool } from '../support/database.js';
import { askGraphql } from '../support/graphql.js';
import { FLEET_IDS, type FleetApi, startFleetApi } from '../support/inventory.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { netIdOf, type SeededCount } from '../support/seed.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The begin of what is stored: two whole hours, in rows of half an hour. */
const FROM = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 4 * HOUR_MS;
const MINUTES = 120;
const [ONE = '', TWO = ''] = FLEET_IDS;

describeIf(natsServer, 'the past of a rule', () => {
  let fleet: FleetApi;
  let pool: Pool;

  const seriesId = async (id: string): Promise<number> =>
    Number((await fleet.seed.query('SELECT series_id AS id FROM series WHERE net_id = $1', [id]))[0]?.['id']);
  const keyOf = (index: number, name: string): string => `${`${name}${fleet.hostIds[index]}`.padEnd(12, '0')}/eth0`;
  const rateOf = (seriesId: number, rate: number): SeededCount => ({
    seriesId,
    deltas: { rxBytes: rate * 60, rxPackets: 6_000, rxErrors: rate > 1_000 ? 120 : 0 },
  });
  const tried = (given: object, toMs = FROM + MINUTES * MINUTE_MS): Promise<PreviewAnswer> => {
    const read = readRule({ id: 'tried', name: 'Tried', ...given });
    if (!read.ok) throw new Error(JSON.stringify(read.refusals));
    return previewRule(pool, read.rule, { fromMs: FROM, toMs, most: 10 });
  };
  /** When it would have fired, in minutes since the begin: `name from-until worst`. */
  const times = async (given: object): Promise<string[]> => {
    const answer = await tried(given);
    if (!answer.ok) return [`${answer.refusal.field} ${answer.refusal.reason}`];
    const minute = (ms: number | null): number | null => ms && Math.round((ms - FROM) / MINUTE_MS);
    return answer.preview.times.map(
      ({ name, firedMs, resolvedMs, worst }) => `${name} ${minute(firedMs)}-${minute(resolvedMs)} ${Math.round(worst)}`,
    );
  };

  /** Host 1 carries ten times as much in minutes 30 to 39; host 2 says nothing in minutes 60 to 69. */
  async function seedTraffic(): Promise<void> {
    for (const [index, id] of [ONE, TWO].entries()) {
      const [uplink, web] = [
        await seriesId(netIdOf(id, 'host/eth0')),
        await seriesId(netIdOf(id, keyOf(index, 'web'))),
      ];
      const buckets = Array.from({ length: MINUTES }, (_, minute) => {
        const isSilent = index === 1 && minute >= 60 && minute < 70;
        const rate = index === 0 && minute >= 30 && minute < 40 ? 10_000 : 1_000;
        return {
          startMs: FROM + minute * MINUTE_MS,
          presenceMs: isSilent ? 0 : MINUTE_MS,
          series: isSilent ? [] : [rateOf(uplink, rate), rateOf(web, rate / 2)],
        };
      });
      await fleet.seed.buckets('1m', fleet.hostIds[index] ?? 0, buckets);
    }
  }

  async function seedStates(): Promise<void> {
    for (let step = 0; step < MINUTES / 5; step++) {
      const busy = step === 10 ? 285_000 : 30_000;
      await fleet.seed.query(
        `INSERT INTO host_state_5m (time, host_id, cpu_covered_ms, user_ms, idle_ms) VALUES ($1, $2, 300000, $3, $4)`,
        [new Date(FROM + step * 5 * MINUTE_MS).toISOString(), fleet.hostIds[0], busy, 300_000 - busy],
      );
    }
  }

  beforeAll(async () => {
    fleet = await startFleetApi(3);
    pool = openPool(fleet.watched.url, 2);
    await fleet.seed.query(`UPDATE series SET speed_bits_per_second = 100000 WHERE key = 'host/eth0'`);
    // What people say stands before what the system tells.
    await fleet.seed.query(`UPDATE series SET speed_bits_per_second = 1000 WHERE host_id = $1`, [fleet.hostIds[0]]);
    await setLinkSpeed(pool, { hostId: fleet.hostIds[0] ?? 0, name: 'eth0' }, 100_000);
    await fleet.seed.query(`CREATE TABLE host_state_5m_any PARTITION OF host_state_5m DEFAULT`).catch(() => undefined);
    await seedTraffic();
    await seedStates();
    for (const minute of [10, 12, 50]) {
      await fleet.seed.query(`INSERT INTO event VALUES ($1, $2, 'interface.mtu', 'host/eth0', NULL, NULL, 'changed')`, [
        ...[fleet.hostIds[0], new Date(FROM + minute * MINUTE_MS).toISOString()],
      ]);
    }
    await fleet.seed.query(
      `INSERT INTO pattern (host_id, series_id, finding, entity_kind, entity_key, entity_name, class, category, started_at,
         ended_at, last_seen_at, strength, evidence, sentence)
       SELECT host_id, series_id, 1, 'interface', net_id, 'eth0', 'burst', 'volume', $2::timestamptz, $2::timestamptz + interval '9 min',
         now(), 0.8, '{}', 'a burst' FROM series WHERE net_id = $1`,
      [netIdOf(ONE, keyOf(0, 'web')), new Date(FROM + 30 * MINUTE_MS).toISOString()],
    );
  });

  afterAll(() => pool?.end());

  it('is that of each level, by the minute', async () => {
    const above = { figure: 'bytesPerSecond', above: 4_000 };
    expect(await times({ per: 'host', threshold: above })).toEqual(['host-01 31-41 10000']);
    expect(await times({ per: 'interface', scope: { uplink: true }, threshold: above })).toEqual([
      'eth0 on host-01 31-41 10000',
    ]);
    expect(await times({ per: 'fleet', threshold: above })).toEqual(['all 31-41 11000']);
    expect(await times({ per: 'container', threshold: above })).toEqual(['web on host-01 31-41 5000']);
    expect(await times({ per: 'network', threshold: above })).toEqual(['front on host-01 31-41 5000']);
    expect(await times({ per: 'stack', threshold: above })).toEqual(['shop 31-41 5500']);
    expect(await times({ per: 'service', threshold: above, forSeconds: 300 })).toEqual(['shop/web 36-41 5500']);
  });

  it('is that of what the scope means, of which the figures are whole', async () => {
    const above = { figure: 'bytesPerSecond', above: 4_000 };
    expect(await times({ per: 'service', scope: { host: { eq: 'host-02' } }, threshold: above })).toEqual([
      'shop/web 31-41 5500',
    ]);
    expect(await times({ per: 'host', scope: { service: { eq: 'web' } }, threshold: above })).toEqual([
      'host-01 31-41 10000',
    ]);
    expect(await times({ per: 'host', scope: { host: { eq: 'host-02' } }, threshold: above })).toEqual([]);
    expect(await times({ per: 'host', scope: { host: { eq: 'nobody' } }, threshold: above })).toEqual([
      'scope matches no host of now or of that time: look at its names, or leave something out',
    ]);
  });

  it('knows use of links, shares, and silence as far as minutes tell', async () => {
    expect(await times({ per: 'host', threshold: { figure: 'utilisationPercent', above: 50 } })).toEqual([
      'host-01 31-41 80',
    ]);
    const share = { figure: 'errorsPerSecond', ofFigure: 'packetsPerSecond', floor: 10, above: 1 };
    expect(await times({ per: 'interface', scope: { uplink: true }, threshold: share })).toEqual([
      'eth0 on host-01 31-41 2',
    ]);
    expect(await times({ per: 'host', absence: { afterSeconds: 120 } })).toEqual(['host-02 63-71 600']);
  });

  it('knows states by five minutes', async () => {
    expect(await times({ per: 'host', threshold: { figure: 'cpuPercent', above: 80 } })).toEqual(['host-01 55-60 95']);
  });

  it('counts changes and patterns', async () => {
    expect(await times({ per: 'host', change: { changes: ['interface.*'] }, keepFiringSeconds: 300 })).toEqual([
      'host-01 50-55 NaN',
      'host-01 10-17 NaN',
    ]);
    expect(await times({ per: 'service', pattern: { classes: ['burst'] } })).toEqual(['shop/web 30-39 1']);
    expect(await times({ per: 'host', scope: { host: { eq: 'host-02' } }, pattern: {} })).toEqual([]);
  });

  it('says what is not kept, and what is too much', async () => {
    expect(await times({ per: 'host', threshold: { figure: 'failingCollectors', above: 0 } })).toEqual([
      'figure failingCollectors is not kept for the past: the rule can be saved, but not tried',
    ]);
    expect(await times({ per: 'interface', forecast: { withinDays: 9 } })).toEqual([
      'forecast is not kept for the past: the rule can be saved, but not tried',
    ]);
    const answer = await tried(
      { per: 'interface', threshold: { figure: 'bytesPerSecond', above: 1 } },
      FROM + 1e5 * DAY_MS,
    );
    expect(answer).toMatchObject({ ok: false, refusal: { field: 'scope' } });
  });

  it('is answered by the API', async () => {
    const query = `query ($rule: AlertRuleInput!) { previewAlertRule(rule: $rule, days: 1) {
      subjectCount count firedSubjectCount times { key name firedAt resolvedAt worst } refusals { field reason } } }`;
    const rule = { id: 'a', name: 'A', per: 'HOST', threshold: { figure: 'bytesPerSecond', above: 4_000 } };
    const { data, errors } = await askGraphql<{ previewAlertRule: unknown }>(fleet.url, query, { rule });
    expect([errors, data?.previewAlertRule]).toMatchObject([
      undefined,
      { subjectCount: 3, count: 1, firedSubjectCount: 1, times: [{ key: ONE, worst: 10_000 }], refusals: [] },
    ]);
  });
});
