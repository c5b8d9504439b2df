import { expect, it } from '@jest/globals';
import { plain, onHosts, seen, stretch, type Visit } from './visit.js';

const SECOND_MS = 1_000;
const HOST = 'full-1.simulated';
const NOTE = 'Switch in rack 4 replaced <img src=x>';

interface Entry {
  readonly at: string;
  readonly until: string | null;
  readonly text: string;
}

/** What happened, as a stream and on charts. */
export function tellsWhatHappened(visit: Visit): void {
  const { open, address, settled } = visit;
  const main = () => visit.page.locator('main');
  const slider = () => visit.page.getByRole('slider').first();
  const entries = () => main().locator('[data-row]');
  const minute = (): string => `range=${stretch(visit.minuteMs, 60)}`;
  const notes = async (): Promise<readonly Entry[]> => {
    const query = '{ timeline(kinds: [ANNOTATION]) { nodes { at until text } } }';
    return (await visit.stack.graphql<{ timeline: { nodes: Entry[] } }>(query)).timeline.nodes;
  };
  /** A change of the host that always carries the same, half a minute in. */
  const change = (): Promise<unknown> =>
    visit.stack.sql(
      `INSERT INTO event (host_id, time, kind, subject, before, after, text)
       SELECT host_id, to_timestamp($1::float8 / 1000), 'interface.mtu', 'host/eth0', '1500', '9000', 'MTU of eth0: 1500, now 9000'
       FROM host WHERE name = $2 ON CONFLICT DO NOTHING`,
      [visit.minuteMs + 30 * SECOND_MS, HOST],
    );

  it('takes a note from a chart by keys alone, marks it at the same time, and tells of it', async () => {
    await open(`/history?measure=in&f=${onHosts('full')}&${minute()}`);
    await slider().waitFor();
    await visit.page.getByRole('button', { name: 'Note', exact: true }).click();
    const hasFocus = (): Promise<boolean> =>
      visit.page.evaluate<boolean>('document.activeElement === document.querySelector("[role=slider]")');
    await seen('the chart has the focus', async () => expect(await hasFocus()).toBe(true));
    // Away from what began with the minute: what shares a place is one mark.
    const keys = ['Home', ...Array<string>(15).fill('ArrowRight'), 'Shift+ArrowRight', 'Shift+ArrowRight', 'Enter'];
    for (const key of keys) await visit.page.keyboard.press(key);
    const dialog = visit.page.getByRole('dialog');
    await dialog.getByLabel('Note', { exact: true }).fill(NOTE);
    await dialog.getByRole('button', { name: 'Write it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const [note] = await notes();
    expect(note).toMatchObject({ text: NOTE });
    expect(Date.parse(note!.until!)).toBeGreaterThan(Date.parse(note!.at));
    await seen('it is marked', async () => expect(await main().locator('.marks .annotation').count()).toBe(1));
    await slider().focus();
    await seen('a key goes to it, at its time', async () => {
      for (const key of ['Home', 'ArrowRight', '.']) await visit.page.keyboard.press(key);
      expect(await slider().getAttribute('aria-valuetext')).toContain(NOTE);
      expect(Number(await slider().getAttribute('aria-valuenow'))).toBe(Date.parse(note!.at));
    });
    expect(await main().locator('.tip').innerText()).toContain(NOTE);
    await visit.page.getByRole('button', { name: /^Marks/ }).click();
    await seen('it can be hidden', async () => expect(await main().locator('.marks').count()).toBe(0));
    expect(await visit.page.locator('img[src="x"]').count()).toBe(0);
  });

  it('shows one stream by kinds and days, and the same by its link', async () => {
    await change();
    await open(`/timeline?f=${onHosts('full')}&${minute()}`);
    await seen('changes and notes are told', async () => {
      const text = plain(await main().innerText());
      expect(text).toContain('MTU of eth0: 1500, now 9000');
      expect(text).toContain(NOTE);
      expect(text).toMatch(/Today|Yesterday/);
    });
    await main().getByRole('button', { name: 'Notes' }).click();
    const onlyNotes = async (): Promise<void> => {
      const texts = await entries().allInnerTexts();
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((text) => !text.includes('Note'))).toEqual([]);
    };
    await seen('only notes are left', onlyNotes);
    expect(address().searchParams.get('kinds')).toBe('annotation');
    await visit.page.reload();
    await seen('the link shows the same', onlyNotes);
  });

  it('opens the traffic before and after a change, and leads to its charts', async () => {
    await open(`/timeline?kinds=change&f=${onHosts('full')}&${minute()}`);
    const row = entries().filter({ hasText: 'now 9000' });
    await row.getByRole('button', { name: 'Before and after' }).click();
    const told = async (): Promise<void> => {
      const cells = (await row.getByRole('row', { name: 'Traffic in' }).innerText()).split('\t').map(plain);
      expect(cells.slice(-3)).toEqual(['100 Gbit/s', '100 Gbit/s', 'the same']);
    };
    await seen('figures', told);
    await visit.page.reload();
    await seen('the link shows the same', told);
    await row.getByRole('link', { name: 'Look at the charts of that time' }).click();
    await seen('the page of its host', () => expect(address().pathname).toMatch(/^\/hosts\//));
    await settled();
  });

  it('goes on by itself while it is looked at', async () => {
    await open('/timeline');
    await settled();
    const text = 'Somebody wrote this elsewhere';
    await visit.stack.graphql(`mutation { annotate(input: { text: "${text}" }) { refusals { field } } }`);
    await seen('it appears', async () => expect(await main().innerText()).toContain(text), 10_000);
    await entries().filter({ hasText: text }).getByRole('button', { name: 'Take away' }).click();
    await visit.page.getByRole('dialog').getByRole('button', { name: 'Take away for good' }).click();
    await seen('and goes', async () => expect(await main().innerText()).not.toContain(text), 10_000);
  });
}
