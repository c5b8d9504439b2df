import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { setZone } from '../../format/zone.js';
import QuotaPage from '../QuotaPage.vue';
import VolumePage from '../VolumePage.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const cycle = {
  ...{ from: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z', isClosed: false },
  ...{ countedFrom: '2026-11-01T00:00:00Z', countedUntil: '2026-11-02T12:00:00Z' },
  ...{ receivedBytes: '300', transmittedBytes: '500', usedBytes: '800', usedPercent: 80, coveredPercent: 40 },
  ...{ cost: null, projectedCost: null, projection: null },
};
const before = { ...cycle, from: '2026-10-01T00:00:00Z', until: '2026-11-01T00:00:00Z', isClosed: true };
const quota = {
  ...{ id: 'q', name: HOSTILE, subject: { kind: 'HOST', host: 'h', name: null, hostName: 'paris' } },
  cycle: { kind: 'MONTHLY', resetDay: 1, resetMinute: 0, days: null, firstDay: null, timeZone: 'UTC' },
  ...{ measure: 'SUM', limitBytes: '1000', includedBytes: '0', pricePerGb: null, currency: null, current: cycle },
};
const daily = [{ ...cycle, until: '2026-11-02T00:00:00Z' }];

let answers: Record<string, unknown>;
let asked: { name: string; variables: Record<string, unknown> }[];
let wrapper: VueWrapper;
let router: Router;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  setZone('UTC');
  asked = [];
  answers = {
    Quotas: { quotas: [quota] },
    QuotaOf: { quota: { ...quota, cycles: [cycle, before], daily } },
    SaveQuota: { saveQuota: { quota: { id: 'q' }, refusals: [] } },
    DeleteQuota: { deleteQuota: true },
  };
  globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
    const { query, variables } = JSON.parse(String(request?.body)) as { query: string; variables: never };
    const [, name = ''] = /(?:query|mutation) (\w+)/.exec(query) ?? [];
    asked.push({ name, variables });
    return { status: 200, json: async () => ({ data: answers[name] }) } as Response;
  }) as typeof fetch;
});

afterEach(() => {
  wrapper.unmount();
  setZone('device');
  jest.useRealTimers();
});

async function show(page: Component, props: object = {}, address = '/volume'): Promise<void> {
  const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
  router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(address);
  wrapper = mount(page, { props, attachTo: document.body, global: { plugins: [router], stubs: ['LineChart'] } });
  await flushPromises();
}

const button = (words: string): HTMLButtonElement => {
  const all = [...document.querySelectorAll('button')];
  return all.find((each) => each.textContent?.trim() === words) ?? fail(`there is no button ${words}`);
};
const dialog = (): HTMLElement => document.querySelector<HTMLElement>('[role=dialog]') ?? fail('there is no dialog');
const last = (name: string): Record<string, unknown> | undefined =>
  asked.filter((each) => each.name === name).at(-1)?.variables;

function fail(words: string): never {
  throw new Error(words);
}

async function press(words: string): Promise<void> {
  button(words).click();
  await flushPromises();
}

describe('the page of quotas', () => {
  it('tells what is used, what is left, and what is not known', async () => {
    await show(VolumePage);
    const text = wrapper.text();
    expect(text).toMatch(/paris.*800 B.*80 %.*200 B left.*not known yet.*no price.*40\.0 % of it is known/s);
    expect(text).toContain(HOSTILE);
  });

  it('begins with what is nearest to its limit', async () => {
    const of = (name: string, usedPercent: number | null) => ({
      ...quota,
      id: name,
      name,
      current: { ...cycle, usedPercent },
    });
    answers['Quotas'] = { quotas: [of('half', 50), of('no limit', null), of('full', 99)] };
    await show(VolumePage);
    const names = wrapper.findAll('[data-row] .title').map((each) => each.text());
    expect(names).toEqual(['full', 'half', 'no limit']);
  });

  it('says what a quota is for where there is none', async () => {
    answers['Quotas'] = { quotas: [] };
    await show(VolumePage);
    expect(wrapper.text()).toContain('There is no quota yet. A quota counts');
  });

  it('shows no use of one that is not counted yet, and asks again soon', async () => {
    answers['Quotas'] = { quotas: [{ ...quota, current: null }] };
    await show(VolumePage);
    expect(wrapper.text()).toContain('is being counted');
    expect(wrapper.text()).not.toMatch(/\b0 B/);
    answers['Quotas'] = { quotas: [quota] };
    await jest.advanceTimersByTimeAsync(3_000);
    expect(wrapper.text()).toContain('800 B');
  });

  it('makes one: what is refused is told at its field, and what was typed stays', async () => {
    await show(VolumePage);
    await press('New quota');
    answers['SaveQuota'] = {
      saveQuota: { quota: null, refusals: [{ field: 'cycle.timeZone', reason: 'must be a time zone' }] },
    };
    const name = dialog().querySelector<HTMLInputElement>('input') ?? fail('no field');
    name.value = ' Paid ';
    name.dispatchEvent(new Event('input'));
    await press('Make the quota');
    expect(last('SaveQuota')).toMatchObject({ id: null, input: { name: 'Paid', subject: { kind: 'FLEET' } } });
    expect(dialog().textContent).toContain('By the clocks of must be a time zone');
    expect(name.value).toBe(' Paid ');
    answers['SaveQuota'] = { saveQuota: { quota: { id: 'n' }, refusals: [] } };
    const before = asked.filter((each) => each.name === 'Quotas').length;
    await press('Make the quota');
    expect(document.querySelector('[role=dialog]')).toBeNull();
    expect(asked.filter((each) => each.name === 'Quotas')).toHaveLength(before + 1);
  });
});

describe('the page of a quota', () => {
  it('tells of the cycle under way, and says how much of it is known', async () => {
    await show(QuotaPage, { id: 'q' });
    expect(wrapper.text()).toMatch(/Not all of this cycle is known.*40\.0 %.*Used so far.*800 B.*Expected at the end/s);
    // The newest first.
    expect(wrapper.text()).toMatch(/Cycles.*2026-11-01 to 2026-11-30.*2026-10-01 to 2026-10-31/s);
    expect(last('QuotaOf')).toEqual({ id: 'q', at: null });
  });

  it('claims nothing of a day of which nothing is known', async () => {
    const unknown = { ...daily[0], receivedBytes: '0', transmittedBytes: '0', usedBytes: '0', coveredPercent: 0 };
    answers['QuotaOf'] = { quota: { ...quota, cycles: [cycle], daily: [unknown] } };
    await show(QuotaPage, { id: 'q' });
    expect(wrapper.text()).toMatch(/Days.*2026-11-01.*unknown.*unknown.*unknown/s);
    expect(wrapper.text()).not.toMatch(/\b0 B/);
  });

  it('goes to a cycle before, whose address says so', async () => {
    await show(QuotaPage, { id: 'q' });
    await press('2026-10-01 to 2026-10-31');
    expect(router.currentRoute.value.query).toEqual({ cycle: before.from });
    expect(last('QuotaOf')).toEqual({ id: 'q', at: before.from });
    // The days that are there are those of the cycle under way.
    expect(wrapper.text()).not.toContain('Used from');
    const own = [{ ...before, until: '2026-10-02T00:00:00Z' }];
    answers['QuotaOf'] = { quota: { ...quota, cycles: [cycle, before], daily: own } };
    await jest.advanceTimersByTimeAsync(30_000);
    expect(wrapper.text()).toContain('Used from 2026-10-01 to 2026-10-31');
    expect(wrapper.text()).not.toContain('Expected at the end');
  });

  it('says so where there is none', async () => {
    answers['QuotaOf'] = { quota: null };
    await show(QuotaPage, { id: 'gone' });
    expect(wrapper.text()).toContain('There is no quota with this id');
  });

  it('is changed from what it is', async () => {
    await show(QuotaPage, { id: 'q' });
    await press('Change');
    await press('Save');
    expect(last('SaveQuota')).toMatchObject({
      id: 'q',
      input: { name: HOSTILE, subject: { kind: 'HOST', host: 'h' } },
    });
  });

  it('is deleted once that is confirmed, and the list is shown then', async () => {
    await show(QuotaPage, { id: 'q' });
    await press('Delete');
    expect(last('DeleteQuota')).toBeUndefined();
    await press('Delete the quota');
    expect(last('DeleteQuota')).toEqual({ id: 'q' });
    expect(router.currentRoute.value.fullPath).toBe('/volume');
  });
});
