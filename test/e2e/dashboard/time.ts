import { expect, it } from '@jest/globals';
import { figuresOf, onHosts, plain, seen, stretch, type Visit } from './visit.js';

const SECOND_MS = 1_000;
/** Half an hour off, so that no other clocks are taken for these. */
const ZONE = 'Asia/Kolkata';
const AHEAD_MS = 5.5 * 3_600 * SECOND_MS;
const RESOLUTION = /Each point is [\d.]+ \w+.*?, read from (samples as they were measured|sums over [^.]+)\./;
const KEPT = /Kept: every second for .+, minutes for .+, 5 minutes for .+, hours for .+, days for .+\./;
/** How the page calls the lengths that its buttons choose; long ones begin with a whole step. */
const LENGTHS = [
  /1 min/,
  /5 min/,
  /15 min/,
  /1 h/,
  /6 h/,
  /1 d/,
  /7 d/,
  /30 d/,
  /90 d/,
  /36[5-8] d/,
  /1(09[5-9]|10\d) d/,
];

/** From the last minute to three years back, and to any stretch between. */
export function looksAtAnyTime(visit: Visit): void {
  const { open, settled, rows, address } = visit;
  const note = async (): Promise<string> => plain(await visit.page.locator('.chart-card .foot').innerText());
  const slider = () => visit.page.getByRole('slider').first();
  const ends = (): Promise<number[]> =>
    Promise.all(['aria-valuemin', 'aria-valuemax'].map(async (name) => Number(await slider().getAttribute(name))));
  const chosen = (): number[] => (address().searchParams.get('range') ?? '').split('-').map(Number);

  it('tells the same of a minute and of three years, and how fine each is', async () => {
    await open(`/history?measure=in&f=${onHosts('full')}`);
    const presets = visit.page.getByRole('group', { name: 'Length of the range' }).getByRole('button');
    await presets.first().waitFor();
    expect(await presets.count()).toBe(LENGTHS.length);
    for (const [place, length] of LENGTHS.entries()) {
      await presets.nth(place).click();
      await seen(`${length} are told`, async () => {
        const told = await note();
        expect(told).toMatch(RESOLUTION);
        expect(told).toMatch(KEPT);
        // The shortest may be known from end to end.
        if (place > 2) expect(told).toMatch(new RegExp(`Of these ${length.source}`));
        const { All: [, share, average, , highest] = [] } = await figuresOf(rows());
        expect([share, average, highest]).toEqual(['100 %', '100 Gbit/s', '100 Gbit/s']);
      });
    }
  });

  it('tells and takes every time by the clocks of the zone that is chosen', async () => {
    const { page, minuteMs } = visit;
    await open('/settings/general');
    await page.getByText('Another zone').click();
    await page.getByRole('combobox', { name: 'Time zone' }).fill(ZONE);
    await seen('it is taken', async () =>
      expect(await page.locator('main').innerText()).toContain(`by the clocks of ${ZONE}`),
    );
    await open(`/history?measure=in&f=${onHosts('full')}&range=${stretch(minuteMs, 60)}`);
    const wall = new Date(minuteMs + AHEAD_MS).toISOString();
    const [day, clock] = [wall.slice(0, 10), wall.slice(11, 16)];
    await seen('the axis has it', async () => {
      const times = await page.locator('.apexcharts-xaxis-label').allTextContents();
      expect(times.length).toBeGreaterThan(2);
      for (const time of times) expect(time).toMatch(new RegExp(`^(${clock}:\\d\\d)+$`));
    });
    await slider().focus();
    await page.keyboard.press('Home');
    await seen('the tip has it', async () =>
      expect(await page.locator('.tip p').first().innerText()).toBe(`${day} ${clock}:00`),
    );
    await page.getByRole('button', { name: /^Time range/ }).click();
    const from = page.getByRole('textbox', { name: 'From' }).or(page.getByLabel('From'));
    expect(await from.inputValue()).toBe(`${day}T${clock}`);
    expect(await page.locator('.choices').innerText()).toContain(ZONE);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await seen('what is typed is taken by the same clocks', () => expect(chosen()[0]).toBe(minuteMs));
    await open('/settings/general');
    await page.getByText('The device', { exact: true }).click();
  });

  it('looks closer where a chart is dragged over, or chosen by keys, and Back looks at all again', async () => {
    await open(`/history?measure=in&f=${onHosts('bursts')}&range=${stretch(visit.minuteMs, 60)}`);
    await seen('the chart is drawn', async () => expect((await ends())[0]).toBe(visit.minuteMs));
    const box = (await slider().boundingBox())!;
    const at = (share: number): [number, number] => [box.x + share * box.width, box.y + box.height / 2];
    await visit.page.mouse.move(...at(0.25));
    await visit.page.mouse.down();
    await visit.page.mouse.move(...at(0.5), { steps: 4 });
    await visit.page.mouse.up();
    await seen('the range is what was dragged over', () => {
      const [from = 0, to = 0] = chosen().map((ms) => (ms - visit.minuteMs) / SECOND_MS);
      expect(Math.abs(from - 15)).toBeLessThan(0.5);
      expect(Math.abs(to - 30)).toBeLessThan(0.5);
    });
    const dragged = chosen();
    await seen('the chart is drawn of that', async () => {
      const [first = 0, last = 0] = await ends();
      expect(last - first).toBeLessThan(20 * SECOND_MS);
    });
    await slider().focus();
    for (const key of ['Home', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Enter']) {
      await visit.page.keyboard.press(key);
    }
    await seen('keys chose a part of that', () => {
      const [from = 0, to = 0] = chosen();
      expect(from).toBeGreaterThanOrEqual(dragged[0]!);
      expect(to).toBeLessThan(dragged[1]!);
      expect(to - from).toBeGreaterThanOrEqual(SECOND_MS);
    });
    await visit.page.goBack();
    await visit.page.goBack();
    expect(chosen()).toEqual([visit.minuteMs, visit.minuteMs + 60 * SECOND_MS]);
  });

  it('holds still what is on screen, shows the same by its link elsewhere, and goes on', async () => {
    await open(`/interfaces?f=class:uplink,${onHosts('full')}`);
    await rows().first().locator('a').first().click();
    await slider().waitFor();
    await seen('it moves', async () => {
      const [, before] = await ends();
      await visit.page.waitForTimeout(1_200);
      expect((await ends())[1]).toBeGreaterThan(before!);
    });
    await visit.page.getByRole('button', { name: 'Pause' }).click();
    await seen('it holds', () => expect(chosen()).toHaveLength(2));
    const held = chosen();
    await open(`/history?measure=in&of=host&f=${onHosts('full', 'bursts')}&range=${held.join('-')}&unit=bytes`);
    const read = async (page = visit.page): Promise<string> => plain(await page.locator('main').innerText());
    const context = await visit.browser.newContext({ viewport: { width: 1440, height: 900 } });
    const elsewhere = await context.newPage();
    await elsewhere.goto(visit.page.url());
    await seen('the link shows the same', async () => {
      const text = await read();
      expect(text).toContain('12.5 GB/s');
      expect(await read(elsewhere)).toBe(text);
    });
    await context.close();
    await visit.page.goBack();
    await settled();
    // Other charts of the page may come before it.
    await seen('it holds still', async () => expect(await ends()).toEqual(held));
    await visit.page.getByRole('button', { name: 'Go on' }).click();
    await seen('it goes on', async () => expect((await ends())[1]).toBeGreaterThan(held[1]!));
    expect(address().searchParams.get('range')).toBeNull();
  });
}
