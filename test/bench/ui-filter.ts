import type { Browser } from 'playwright-core';

const WITHIN_MS = 30_000;

/** Runs in the page: types the last letter, and resolves with the time until a frame shows only rows that hold the text. */
const TYPED = `(text) => new Promise((resolve, reject) => {
  const field = document.querySelector('[role=combobox]');
  const start = performance.now();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const look = () => {
    const rows = [...document.querySelectorAll('main [role=grid] [data-row]')];
    const isNew = rows.length > 0 && rows.every((row) => row.textContent.includes(text));
    if (performance.now() - start > ${WITHIN_MS}) return reject(new Error('no rows of ' + text));
    requestAnimationFrame(isNew ? () => resolve(performance.now() - start) : look);
  };
  look();
})`;

/** How long typing a host's name into the filter takes until the table of all interfaces shows its rows alone. */
export async function measureFilter(
  browser: Browser,
  url: string,
  names: readonly string[],
  samples: number,
): Promise<number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${url}/interfaces`);
  await page.waitForSelector('main [role=grid] [data-row]');
  const times: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const name = names[(sample * 7) % names.length] ?? '';
    times.push(await page.evaluate<number>(`(${TYPED})(${JSON.stringify(name)})`));
    await page.waitForTimeout(200);
  }
  await page.close();
  return times;
}
