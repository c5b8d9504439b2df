import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { onHosts, stretch, type Visit } from './visit.js';

/** A picture as the browser reads it: its size, and the share of its middle that is not empty. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly drawn: number;
}

/** One of each kind, as the components name them. */
const CHARTS = [
  ...['Line, mirrored, with a gap and marks', 'Bars, with parts', 'Ring', 'Ring, nothing', 'Heat map, utilisation'],
];

/** Runs in the page. */
const LOOK = `async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const { width, height } = picture;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const ground = context.getImageData(0, 0, 1, 1).data;
  const { data } = context.getImageData(width * 0.2, height * 0.2, width * 0.6, height * 0.6);
  let drawn = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] !== ground[0] || data[at + 1] !== ground[1] || data[at + 2] !== ground[2]) drawn += 1;
  }
  return { width, height, drawn: (drawn * 4) / data.length };
}`;

/** What is on a chart can be read as a table and taken along, whatever the chart. */
export function givesFiles(visit: Visit): void {
  const { open } = visit;

  it('lets a chart of each kind be read as a table and saved as CSV and PNG', async () => {
    await open('/gallery');
    const wrong: string[] = [];
    for (const name of CHARTS) {
      const chart = visit.page.getByRole('region', { name, exact: true });
      await chart.getByRole('button', { name: 'CSV' }).waitFor();
      const fault = await pictureFault(visit.page, chart);
      if (fault) wrong.push(`${name}: ${fault}`);
      await chart.getByRole('button', { name: 'Table' }).click();
      const cells = await chart.locator('table tr').count();
      const lines = csvLines(await download(visit.page, chart, 'CSV'));
      if (cells < 1 || lines.length !== cells)
        wrong.push(`${name}: ${cells} rows in the table, ${lines.length} in CSV`);
    }
    expect(wrong).toEqual([]);
  });

  it('has in the file what was counted, in bytes whatever the page shows, with times that programs read', async () => {
    await open(`/history?of=host&measure=in&range=${stretch(visit.minuteMs, 60)}&f=${onHosts('full', 'one-byte')}`);
    const chart = visit.page.locator('.chart-card');
    await chart.getByRole('button', { name: 'CSV' }).waitFor();
    const [head, ...lines] = csvLines(await download(visit.page, chart, 'CSV'));
    expect(head).toBe('Time,full-1.simulated (bytes/s),one-byte-1.simulated (bytes/s)');
    expect(lines.map((line) => line.split(',').slice(1).join())).toEqual(lines.map(() => '12500000000,1'));
    const times = lines.map((line) => Date.parse(line.split(',')[0] ?? '')).sort((left, right) => left - right);
    expect([times[0], times.length]).toEqual([visit.minuteMs, 60]);
    await chart.getByRole('button', { name: 'Table' }).click();
    const [row] = await chart.locator('tbody tr').all();
    expect((await row!.locator('td').allInnerTexts()).slice(1)).toEqual(['100 Gbit/s', '8 bit/s']);
  });
}

async function download(page: Page, chart: Locator, name: string): Promise<Buffer> {
  const asked = page.waitForEvent('download');
  await chart.getByRole('button', { name, exact: true }).click();
  const file = await asked;
  expect(file.suggestedFilename()).toMatch(new RegExp(`^weir-[a-z0-9-]+-[0-9-]{19}\\.${name.toLowerCase()}$`));
  return readFileSync(await file.path());
}

/** What is wrong with a chart's picture; null where it is right, or where there is nothing to draw. */
async function pictureFault(page: Page, chart: Locator): Promise<string | null> {
  if ((await chart.getByRole('button', { name: 'PNG' }).count()) === 0) {
    return (await chart.innerText()).includes('Nothing') ? null : 'it has no picture';
  }
  const png = await download(page, chart, 'PNG');
  const { width, height, drawn } = await page.evaluate<Picture>(`(${LOOK})(${JSON.stringify(png.toString('base64'))})`);
  return width < 400 || height < 200 || drawn < 0.001 ? `${width} × ${height}, ${drawn} of it drawn` : null;
}

function csvLines(file: Buffer): string[] {
  const lines = file.toString().split('\r\n');
  expect(lines.pop()).toBe('');
  return lines;
}
