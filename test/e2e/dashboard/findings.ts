import { expect, it } from '@jest/globals';
import { seen, type Visit } from './visit.js';

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
}
