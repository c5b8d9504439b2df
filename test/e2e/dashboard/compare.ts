import { expect, it } from '@jest/globals';
import { figuresOf, onHosts, seen, stretch, type Visit } from './visit.js';

const QUIET_SECONDS = 5;

/** More than before, or more than elsewhere? */
export function compares(visit: Visit): void {
  const { open, address } = visit;
  const table = (name: string) => visit.page.getByRole('region', { name }).locator('tbody tr');
  const figures = (): Promise<Record<string, string[]>> => figuresOf(table('Figures side by side'));

  it('compares two things that are found by their names, and the link shows the same', async () => {
    await open(`/compare?mode=things&measure=in&range=${stretch(visit.minuteMs, 60)}`);
    for (const [side, name] of [
      ['A', 'bursts-1'],
      ['B', 'full-1'],
    ] as const) {
      const field = visit.page.getByRole('combobox', { name: side, exact: true });
      await field.fill(name);
      const found = visit.page.getByRole('option').filter({ hasText: 'Host' }).filter({ hasText: name });
      await found.first().click();
    }
    const same = (): Promise<void> =>
      seen('their difference is told', async () =>
        expect(await figures()).toEqual({
          'In all': ['750 MB', '750 GB', '1,000 times as much', '+749 GB'],
          Average: ['100 Mbit/s', '100 Gbit/s', '1,000 times as much', '+99.9 Gbit/s'],
          '95 % of the time below': ['1.00 Gbit/s', '100 Gbit/s', '100 times as much', '+99.0 Gbit/s'],
          Highest: ['1.00 Gbit/s', '100 Gbit/s', '100 times as much', '+99.0 Gbit/s'],
        }),
      );
    await same();
    expect(['a', 'b'].map((side) => address().searchParams.get(side))).toEqual([
      expect.stringMatching(/^host:[0-9a-f-]{36}$/),
      expect.stringMatching(/^host:[0-9a-f-]{36}$/),
    ]);
    await visit.page.reload();
    await same();
  });

  it('compares a stretch with the one before, and says who made the difference', async () => {
    // None was in it; one began with as long before, and none was in as long before that.
    const from = visit.minuteMs + 25_000;
    await open(`/compare?measure=in&range=${stretch(from, QUIET_SECONDS)}&f=${onHosts('bursts', 'one-byte')}`);
    await seen('the difference is told', async () =>
      expect((await figures())['In all']).toEqual(['125 MB', '5 B', '−> 99.9 %', '−125 MB']),
    );
    const groups = visit.page.getByRole('grid', { name: 'Who made the difference' }).locator('[data-row]');
    await seen('by whom', async () =>
      expect(await figuresOf(groups)).toEqual({
        'bursts-1.simulated': ['125 MB', '0 B', '−125 MB', 'to nothing'],
        'one-byte-1.simulated': ['5 B', '5 B', '0 B', 'the same'],
      }),
    );
    const hint = await visit.page.locator('.chart-card .foot').innerText();
    expect(hint).toMatch(/Each point is .*, read from samples as they were measured\. Both are drawn over/);
  });
}
