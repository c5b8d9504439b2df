import { expect, it } from '@jest/globals';
import { jetstream, type JetStreamClient } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { encodeInventory, encodeTraffic, subjectOf } from '@weir/model';
import { type Deltas, FakeAgent, inventoryOf } from '../../medium/store/fake-agent.js';
import { seen, type Visit } from './visit.js';

const [SECOND_MS, MINUTE_MS, DAY_MS] = [1_000, 60_000, 86_400_000];
const TICK_MS = 10 * SECOND_MS;
/** An outage is strong once it is more than twice as long as it must be to be one. */
const OUTAGE_MS = 2 * MINUTE_MS;

/** Writes an outage of an interface that is over, as the analysis would after minutes that no test waits for; answers its id. */
export async function findingOn({ stack, minuteMs }: Visit, netId: string): Promise<string> {
  const evidence = { silentSeconds: 30, usualSilenceSeconds: 0, usualBytesPerSecond: 1_400_000 };
  const [row] = await stack.sql<{ id: string }>(
    `INSERT INTO pattern (host_id, series_id, finding, entity_kind, entity_key, entity_name, class, category, started_at,
       ended_at, last_seen_at, strength, evidence, sentence)
     SELECT host_id, series_id, 1, 'interface', net_id, name, 'outage', 'loss', to_timestamp($2::float8 / 1000),
       to_timestamp($2::float8 / 1000) + interval '30 s', to_timestamp($2::float8 / 1000) + interval '30 s', 0.9, $3,
       name || ' carried nothing for 30 s, where 1.4 MB/s is usual.'
     FROM series WHERE net_id = $1 RETURNING pattern_id::text AS id`,
    [netId, minuteMs, evidence],
  );
  return row?.id ?? '';
}

/** What was found, from the list to what people say of it. */
export function tellsFindings(visit: Visit): void {
  it('leads from the list of findings to one, and keeps what is said of it', async () => {
    const { page } = visit;
    await visit.open('/patterns');
    const sentence = page.locator('main', { hasText: 'carried nothing for 30 s' });
    await seen('it is listed', async () => expect(await sentence.count()).toBeGreaterThan(0));
    await page.locator('main a', { hasText: 'Outage' }).first().click();
    await seen('its page', () => expect(visit.address().pathname).toMatch(/^\/patterns\/\d+$/));
    const said = page.getByRole('button', { name: 'Expected for a week' });
    await said.click();
    await seen('it is kept', async () => {
      const { patterns } = await visit.stack.graphql<{ patterns: { nodes: { feedback: string | null }[] } }>(
        '{ patterns(classes: [OUTAGE]) { nodes { feedback } } }',
      );
      expect(patterns.nodes).toEqual([{ feedback: 'EXPECTED' }]);
    });
  });

  it('shows on the overview and in the list what is found while they are open, and keeps what is said there', async () => {
    const { page, stack } = visit;
    const stranger = await appear(visit, 'till-1');
    const list = await visit.browser.newPage();
    // Of a large fleet more is found than there is room for.
    await Promise.all([visit.open('/?f=host:till-1'), list.goto(`${stack.url}/patterns?f=host:till-1`)]);
    const told = (on: typeof page) => on.locator('main', { hasText: /till-1 carried nothing since/ });
    await visit.settled();
    const neverReloaded = 'isTheSame';
    for (const each of [page, list]) {
      expect(await told(each).count()).toBe(0);
      await each.evaluate((name) => Object.assign(window, { [name]: true }), neverReloaded);
    }
    await stranger.fallSilent();
    for (const each of [page, list]) {
      await seen('it is shown', async () => expect(await told(each).count()).toBe(1));
      expect(await each.evaluate((name) => name in window, neverReloaded)).toBe(true);
    }
    await list.close();
    await page.locator('main').getByRole('link', { name: 'Outage' }).first().click();
    const said = page.getByRole('button', { name: 'Expected for a week' });
    await said.click();
    const isSaid = () => seen('it is kept', async () => expect(await said.getAttribute('aria-pressed')).toBe('true'));
    await isSaid();
    await page.reload();
    await isSaid();
    await visit.open('/?f=host:till-1');
    await visit.settled();
    await seen('it is no news any more', async () => expect(await told(page).count()).toBe(0));
    await stranger.leave();
  });
}

/** A host of which days are known, which can fall silent while it is there. */
interface Stranger {
  fallSilent(): Promise<void>;
  /** Has it forgotten, for those who count hosts. */
  leave(): Promise<void>;
}

/** Publishes what an agent would have told in three days and an hour, and waits until all of it is analysed. */
async function appear({ stack }: Visit, name: string): Promise<Stranger> {
  const agent = new FakeAgent();
  const nats = await connect({ servers: stack.nats.url });
  const stream = jetstream(nats);
  const beginsMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - OUTAGE_MS;
  const inventory = inventoryOf(agent.host, Date.now(), ['host/eth0']);
  const analysed = await stack.metric('weir_analyse_series');
  const question = `{ hosts(filter: { host: { glob: "${name}" } }) { totalCount } }`;
  await stream.publish(
    subjectOf('inventory', agent.host),
    encodeInventory({ ...inventory, os: { ...inventory.os, hostname: name } }),
  );
  // Of a large fleet the number of what is analysed moves by itself.
  await seen('it is stored', async () => expect(await stack.graphql(question)).toEqual({ hosts: { totalCount: 1 } }));
  await seen('it is analysed', async () => expect(await stack.metric('weir_analyse_series')).toBeGreaterThan(analysed));
  await pass(stream, agent, { fromMs: beginsMs - 3 * DAY_MS, untilMs: beginsMs - 90 * MINUTE_MS, ms: MINUTE_MS });
  await pass(stream, agent, { fromMs: beginsMs - 90 * MINUTE_MS, untilMs: beginsMs, ms: TICK_MS });
  return {
    fallSilent: () => pass(stream, agent, { fromMs: beginsMs, untilMs: Date.now(), ms: TICK_MS, isSilent: true }),
    leave: async () => {
      await seen('it is silent, and forgotten', () =>
        stack.graphql('mutation ($id: ID!) { forgetHost(id: $id) }', { id: agent.host }),
      );
      await nats.close();
    },
  };
}

interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Of each message. */
  readonly ms: number;
  readonly isSilent?: boolean;
}

/** Publishes what passes in a stretch of time: 30 kB/s, or nothing. */
async function pass(
  stream: JetStreamClient,
  agent: FakeAgent,
  { fromMs, untilMs, ms, isSilent }: Stretch,
): Promise<void> {
  const publishing: Promise<unknown>[] = [];
  for (let atMs = fromMs + ms; atMs <= untilMs; atMs += ms) {
    const seconds = (ms / SECOND_MS) * (0.9 + 0.2 * Math.random());
    const moved = [1e4, 2e4, 20, 30, 0, 0, 0, 0].map((rate) => Math.round(rate * seconds));
    const deltas: Deltas = isSilent ? {} : { 'host/eth0': moved };
    const message = encodeTraffic(agent.tick(atMs, deltas, { ms }));
    publishing.push(stream.publish(subjectOf('traffic', agent.host), message));
    if (publishing.length === 256) await Promise.all(publishing.splice(0));
  }
  await Promise.all(publishing);
}
