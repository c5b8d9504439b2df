import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import type { Percentile } from '../../api/operations/volume.js';
import { setZone } from '../../format/zone.js';
import PercentilePage from '../PercentilePage.vue';
import { drawnCurve } from './percentile-curve.js';
import { formOf, queryOf, unreadOf } from './percentile-address.js';
import { newPercentile, type PercentileForm, percentileInputOf, refusalsOf } from './percentile-form.js';
import { sampleWords } from './percentile-tiles.js';

/** Summer time ended in Berlin on 25 October. */
const NOW = Date.parse('2026-11-22T17:00:00Z');
const percentile: Percentile = {
  ...{ from: '2026-11-01T00:00:00Z', to: '2026-11-22T17:00:00Z' },
  ...{ inBytesPerSecond: 125e3, outBytesPerSecond: 250e3, maxBytesPerSecond: 250e3 },
  ...{ sampleCount: 21, droppedCount: 1, missingCount: 4, excludedCount: 0, cost: null, currency: null },
  curve: {
    rank: [1, 11, 20, 21],
    ...{ inBytesPerSecond: [0, 10, 20, 30], outBytesPerSecond: [0, 20, 40, 80], maxBytesPerSecond: [0, 20, 40, 80] },
  },
};
const none: Percentile = {
  ...{ ...percentile, sampleCount: 0, droppedCount: 0, missingCount: 9 },
  ...{ inBytesPerSecond: null, outBytesPerSecond: null, maxBytesPerSecond: null },
  curve: { rank: [], inBytesPerSecond: [], outBytesPerSecond: [], maxBytesPerSecond: [] },
};

beforeEach(() => setZone('Europe/Berlin'));
afterEach(() => setZone('device'));

describe('the form of a percentile', () => {
  it.each([
    ['THIS_MONTH', '2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z'],
    ['LAST_MONTH', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
    ['LAST_30_DAYS', '2026-10-23T17:00:00.000Z', '2026-11-22T17:00:00.000Z'],
  ] as const)('asks of %s by the clocks that are chosen', (range, from, to) => {
    const input = percentileInputOf({ ...newPercentile(), range }, NOW);
    expect(input).toMatchObject({ from, to, timeZone: 'Europe/Berlin', missing: 'SKIP', price: null });
  });

  it('asks of days, the last one included, by clocks of its own', () => {
    const days = { range: 'DAYS', from: '2026-10-20', to: '2026-10-25' } as const;
    const asked = (timeZone: string) => percentileInputOf({ ...newPercentile(), ...days, timeZone }, NOW);
    const [berlin, kolkata] = ['Europe/Berlin', ' Asia/Kolkata'].map(asked);
    expect(berlin).toMatchObject({ from: '2026-10-19T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' });
    expect(kolkata).toMatchObject({ from: '2026-10-19T18:30:00.000Z', to: '2026-10-25T18:30:00.000Z' });
    expect(kolkata?.timeZone).toBe('Asia/Kolkata');
  });

  it('goes back over the new year', () => {
    const { from } = percentileInputOf({ ...newPercentile(), range: 'LAST_MONTH' }, Date.parse('2027-01-15T00:00:00Z'));
    expect(from).toBe('2026-11-30T23:00:00.000Z');
  });

  it('asks what it costs where there is a price, with nothing committed unless that is typed', () => {
    const { price } = percentileInputOf({ ...newPercentile(), pricePerMegabit: 2, currency: ' eur' }, NOW);
    expect(price).toEqual({
      ...{ way: 'MAX', pricePerMegabitPerSecond: 2, currency: 'EUR' },
      ...{ commitMegabitsPerSecond: 0, commitPrice: 0 },
    });
  });
});

describe('the address of a percentile', () => {
  const given = (query: Record<string, string>): PercentileForm => formOf(query);
  const whole: PercentileForm = {
    subject: { kind: 'UPLINK', name: 'eth0', host: 'a-b-c', hostName: 'web, 1' },
    ...{ range: 'DAYS', from: '2026-10-20', to: '2026-10-25', timeZone: 'Asia/Kolkata', missing: 'ZERO' },
    windows: [
      { weekdays: ['SATURDAY', 'SUNDAY'], from: '00:00', to: '12:30' },
      { weekdays: [], from: '22:00', to: '06:00' },
    ],
    ...{ pricePerMegabit: 0.25, way: 'OUT', commitMegabits: 100, commitPrice: 30, currency: 'EUR' },
  };

  it('asks the same again, all of it, of the host by its id', () => {
    const again = formOf(queryOf(whole));
    expect(again).toEqual({ ...whole, subject: { ...whole.subject, hostName: 'a-b-c' } });
  });

  it('is short where all is as usual, and says by whose clocks', () => {
    expect(queryOf(newPercentile())).toEqual({ zone: 'Europe/Berlin' });
    expect(given({})).toEqual(newPercentile());
  });

  it('keeps what makes no sense from being asked', () => {
    const odd = { of: 'planet', over: 'aeon', from: '1.1.', zone: 'Mars', without: 'x,monday@8-9', price: '-1' };
    expect(given(odd)).toEqual(newPercentile());
    expect(given({ without: 'noday.monday@08:00-09:00' }).windows).toEqual([
      { weekdays: ['MONDAY'], from: '08:00', to: '09:00' },
    ]);
  });

  it.each([
    [{ kind: 'nonsense', from: 'zzz' }, 'kind is not known: there are of, name, host, over,'],
    [{ kind: 'nonsense', from: 'zzz' }, '; from must be a day, such as 2026-11-21.'],
    [{ of: 'planet' }, 'of must be one of fleet, host,'],
    [{ from: '2026-11-01', to: '2026-11-02' }, 'In it, from is for over=days; to is for over=days.'],
    [{ missing: 'guess' }, 'missing must be one of skip, zero.'],
    [{ without: 'noday.monday@08:00-09:00' }, 'without must be times of the week, such as'],
    [{ without: '@22:00-06:00,x' }, 'without must be times of the week, such as'],
    [{ price: '-1' }, 'price must be a number, 0 or more.'],
  ])('tells by its parameter what is not known: %p', (query, reason) => {
    expect(unreadOf(query)?.remedy).toContain(reason);
  });

  it('is known as a form writes it', () => {
    expect([unreadOf(queryOf(whole)), unreadOf(queryOf(newPercentile())), unreadOf({ unit: 'bits' })]).toEqual([
      ...[null, null, null],
    ]);
  });

  it('says what is missing in it', () => {
    const fields = (query: Record<string, string>): string[] => refusalsOf(given(query)).map(({ field }) => field);
    expect(fields({})).toEqual([]);
    expect(fields({ of: 'uplink' })).toEqual(['subject.name', 'subject.host']);
    expect(fields({ of: 'host', host: 'a', over: 'days' })).toEqual(['from', 'to']);
    expect(fields({ of: 'service', name: 's', over: 'days', from: '2026-02-02', to: '2026-02-01' })).toEqual(['to']);
    expect(refusalsOf({ ...newPercentile(), timeZone: 'Mars' })).toMatchObject([{ field: 'timeZone' }]);
  });
});

describe('samples in order', () => {
  it('stand at their ranks, with the mark at the one that is billed', () => {
    const drawn = drawnCurve(percentile);
    expect(drawn).toMatchObject({ highest: 80, billedAt: 95 });
    expect(drawn?.lines.find(({ id }) => id === 'out')?.points).toBe('0,100 50,75 95,50 100,0');
  });

  it('are none where none is known, and flat where nothing passed', () => {
    expect(drawnCurve(none)).toBeNull();
    const idle = { rank: [1], inBytesPerSecond: [0], outBytesPerSecond: [0], maxBytesPerSecond: [0] };
    const drawn = drawnCurve({ ...percentile, sampleCount: 1, droppedCount: 0, curve: idle });
    expect(drawn?.lines.map(({ points }) => points)).toEqual(['100,100', '100,100', '100,100']);
  });

  it('are told in words', () => {
    expect(sampleWords(percentile)).toBe('the highest 1 dropped, 4 not known');
    expect(sampleWords({ ...none, excludedCount: 2 })).toBe('none dropped, 9 not known, 2 left out');
  });
});

describe('the page of the 95th percentile', () => {
  let wrapper: VueWrapper;
  let answer: () => object;
  let asked: { input: Record<string, unknown> }[];

  beforeEach(() => {
    asked = [];
    answer = () => ({ data: { percentile } });
    globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
      asked.push((JSON.parse(String(request?.body)) as { variables: never }).variables);
      return { status: 200, json: async () => answer() } as Response;
    }) as typeof fetch;
  });
  afterEach(() => wrapper.unmount());

  let router: Router;
  async function show(query = ''): Promise<void> {
    const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
    router = createRouter({ history: createMemoryHistory(), routes });
    await router.push(`/volume/percentile${query}`);
    wrapper = mount(PercentilePage, { global: { plugins: [router] } });
    await flushPromises();
  }
  const press = async (words: string): Promise<void> => {
    await wrapper
      .findAll('button')
      .find((each) => each.text() === words)
      ?.trigger('click');
  };
  const reckon = async (): Promise<void> => {
    await wrapper.get('form').trigger('submit');
    await flushPromises();
  };

  it('begins with this month of the whole fleet', async () => {
    await show();
    expect(asked).toMatchObject([{ input: { subject: { kind: 'FLEET' }, excludeWeekly: [], price: null } }]);
    expect(wrapper.text()).toMatch(/1\.00 Mbit\/s.*2\.00 Mbit\/s.*21.*the highest 1 dropped, 4 not known/s);
    expect(wrapper.text()).not.toContain('Cost');
    expect(wrapper.get('line.mark').attributes('x1')).toBe('95');
  });

  it('asks anew as the form says, and tells what it costs', async () => {
    await show();
    await press('Leave out a time of the week');
    await wrapper.findAll('.checks input')[6]?.setValue(true);
    await wrapper
      .findAll('input[type=radio]')
      .find((each) => each.attributes('value') === 'ZERO')
      ?.setValue();
    await wrapper.get('.price input').setValue('3');
    answer = () => ({ data: { percentile: { ...percentile, cost: 6, currency: 'EUR' } } });
    await reckon();
    expect(asked.at(-1)?.input).toMatchObject({
      ...{ missing: 'ZERO', excludeWeekly: [{ weekdays: ['SUNDAY'], from: '22:00', to: '06:00' }] },
      price: { pricePerMegabitPerSecond: 3 },
    });
    expect(wrapper.text()).toContain('€6.00');
    await press('Count it again');
    await reckon();
    expect(asked.at(-1)?.input).toMatchObject({ excludeWeekly: [] });
  });

  it('has its question in the address, by which another has the same, and Back the one before', async () => {
    await show('?range=1h');
    await press('Leave out a time of the week');
    await reckon();
    const { fullPath, query } = router.currentRoute.value;
    expect(query).toEqual({ range: '1h', zone: 'Europe/Berlin', without: '@22:00-06:00' });
    router.back();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await flushPromises();
    expect(asked.at(-1)?.input).toMatchObject({ excludeWeekly: [] });
    wrapper.unmount();
    await show(fullPath.slice(fullPath.indexOf('?')));
    expect(asked.at(-1)?.input).toMatchObject({ excludeWeekly: [{ weekdays: [], from: '22:00', to: '06:00' }] });
  });

  it('asks nothing of an address that lacks something, and says so at its field', async () => {
    await show('?of=service&name=shop/web&over=days&from=2026-11-02');
    expect(asked).toEqual([]);
    expect(wrapper.text()).toMatch(/To, that day included must be a day/);
    expect(wrapper.text()).not.toContain('Asking');
    await wrapper.findAll('input[type=date]')[1]?.setValue('2026-11-03');
    await reckon();
    expect(asked).toMatchObject([{ input: { from: '2026-11-01T23:00:00.000Z', to: '2026-11-03T23:00:00.000Z' } }]);
    expect(wrapper.text()).toContain('Five-minute averages of service shop/web, from');
  });

  it('asks nothing of an address that it does not know, says what there is, and goes on from there', async () => {
    await show('?of=planet');
    expect(asked).toEqual([]);
    expect(wrapper.text()).toContain('The address of this page cannot be read');
    expect(wrapper.text()).toContain('of must be one of fleet, host, uplink');
    await reckon();
    expect(asked).toMatchObject([{ input: { subject: { kind: 'FLEET' } } }]);
    expect(wrapper.text()).not.toContain('cannot be read');
  });

  it('says why it is refused, and leaves no figure of another question', async () => {
    await show();
    answer = () => ({ errors: [{ message: 'subject.name must be text', extensions: { code: 'BAD_USER_INPUT' } }] });
    await reckon();
    expect(wrapper.text()).toContain('subject.name must be text');
    expect(wrapper.text()).not.toContain('Samples in order');
  });

  it('claims nothing of what nothing is known of', async () => {
    answer = () => ({ data: { percentile: none } });
    await show();
    expect(wrapper.text()).toMatch(/not known.*No five minutes of this range are known/s);
    expect(wrapper.text()).not.toMatch(/\b0 .?bit/);
  });
});
