import { expect, it } from '@jest/globals';
import { EXTREMES } from '../../fleet/simulated/extremes.js';
import { figuresOf, onHosts, plain, seen, stretch, type Visit } from './visit.js';

const NAMES = EXTREMES.map(({ name }) => name);
/** Of a minute: in all, share, average, 95 % below, highest. */
const MINUTE = {
  'full-1.simulated': ['750 GB', '99.9 %', '100 Gbit/s', '100 Gbit/s', '100 Gbit/s'],
  'bursts-1.simulated': ['750 MB', '< 0.1 %', '100 Mbit/s', '1.00 Gbit/s', '1.00 Gbit/s'],
  'one-byte-1.simulated': ['60 B', '< 0.1 %', '8 bit/s', '8 bit/s', '8 bit/s'],
  'idle-1.simulated': ['0 B', '0 %', '0 bit/s', '0 bit/s', '0 bit/s'],
};

/** From a host that carries nothing to one that carries 100 Gbit/s: what pages say of them is right and can be read. */
export function showsExtremes(visit: Visit): void {
  const { open, settled, rows, address } = visit;

  it('says of a minute what hosts carried: nothing, a byte a second, bursts, and 100 Gbit/s', async () => {
    await open(`/history?of=host&measure=in&range=${stretch(visit.minuteMs, 60)}&f=${onHosts(...NAMES)}`);
    await seen('its figures are those of the fleet', async () => expect(await figuresOf(rows())).toEqual(MINUTE));
  });

  it('says what they carry now in the unit that is chosen, on every page', async () => {
    await open(`/hosts?sort=in&f=${onHosts(...NAMES)}`);
    const told = async (): Promise<(string | undefined)[]> => {
      const figures = await figuresOf(rows());
      return NAMES.filter((name) => name !== 'bursts').map((name) => figures[`${name}-1.simulated`]?.[1]);
    };
    await seen('in bits', async () => expect(await told()).toEqual(['0 bit/s', '8 bit/s', '100 Gbit/s']));
    await chooseUnit(visit, 'B/s');
    await seen('in bytes', async () => expect(await told()).toEqual(['0 B/s', '1 B/s', '12.5 GB/s']));
    expect(address().searchParams.get('unit')).toBe('bytes');
    await rows().first().locator('a').first().click();
    await settled();
    expect(address().searchParams.get('unit')).toBe('bytes');
    await seen('the host is told of in bytes', async () => {
      const text = plain(await visit.page.locator('main').innerText());
      expect(text).toContain('12.5 GB/s');
      // But the speed of links, which nobody calls otherwise.
      expect(text.replaceAll(/\b100? Gbit\/s/g, '')).not.toContain('bit/s');
    });
    await chooseUnit(visit, 'bit/s');
    await seen('the link is short again', () => expect(address().searchParams.get('unit')).toBeNull());
  });

  it('tells from the uplink to the container who fills it, with what is the host’s own', async () => {
    await open(`/hosts?f=${onHosts('full')}&range=${stretch(visit.minuteMs, 60)}`);
    await rows().first().locator('a').first().click();
    const tree = visit.page.getByRole('region', { name: 'Who uses the uplinks' });
    const shares = async (): Promise<string[]> =>
      Object.entries(await figuresOf(tree.locator('tbody tr'))).map(([who, [share]]) =>
        `${who.replace(/^[▾▸] /, '')} ${share}`.trim(),
      );
    const network = ['Uplink eth0 100 %', 'extremes_default 60 %', 'extremes/full'];
    const shown = (...branches: string[]): Promise<void> =>
      seen('the branch is open', async () => expect(await shares()).toEqual(branches));
    await shown(...network, 'Host / unattributed 40 %');
    await tree.getByRole('button', { name: 'Open extremes/full' }).click();
    await shown(...network, 'extremes-full-1', 'Host / unattributed 40 %');
    const [f, range] = ['f', 'range'].map((key) => address().searchParams.get(key));
    await tree.getByRole('link', { name: 'extremes-full-1' }).click();
    await seen('the container is shown', async () =>
      expect(await visit.page.locator('h1').innerText()).toContain('extremes-full-1'),
    );
    expect(['f', 'range'].map((key) => address().searchParams.get(key))).toEqual([f, range]);
    await visit.page.goBack();
    await tree.getByRole('link', { name: 'extremes_default' }).click();
    await seen('the network is shown', async () =>
      expect(await visit.page.locator('h1').innerText()).toContain('extremes_default'),
    );
  });
}

async function chooseUnit({ page }: Visit, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitemradio', { name, exact: true }).click();
}
