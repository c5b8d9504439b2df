import { describe, expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { AlertRow as Alert, AlertSubject, AlertSummary } from '../../api/operations/alerts.js';
import AlertGroups from './AlertGroups.vue';
import NoAlerts from './NoAlerts.vue';
import { aroundOf, chipsOf, entityOf, firingWords, groupsOf, resolutionWords, watchWords } from './words.js';

const HOSTILE = '<img src=x onerror=alert(1)>';
const NOW = new Date(2026, 10, 22, 14, 30).getTime();
const at = (minutesAgo: number): string => new Date(NOW - minutesAgo * 60_000).toISOString();
const subject: AlertSubject = {
  ...{ level: 'INTERFACE', key: 'n1', name: HOSTILE, hostId: 'h', hostName: HOSTILE, network: null, service: null },
  ...{ containerId: null, interfaceId: 'n1' },
};

function alert(more: Partial<Alert> = {}): Alert {
  return {
    ...{ id: 'a', ruleId: 'link-full', ruleName: 'Link above 90 %', severity: 'WARNING', state: 'FIRING', subject },
    ...{ sentence: `${HOSTILE}: use of the link 95 %, above 90 %`, since: at(30), firedAt: at(28), resolvedAt: null },
    ...{ resolution: null, whyQuiet: null, runbookUrl: null, acknowledgement: null, incident: { id: 'i' } },
    ...more,
  };
}

const summary: AlertSummary = {
  ...{ critical: 0, warning: 0, info: 0, acknowledged: 0, silenced: 0, evaluatedAt: at(0), isRunning: true },
  ...{ ruleCount: 8, watchedCount: 12_400, channelCount: 1 },
};
const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }],
});
const global = { plugins: [router] };
const text = (words: string): string => words.replace(/\s+/g, ' ').trim();

describe('alerts that last', () => {
  const list = [
    alert(),
    alert({ id: 'b', severity: 'CRITICAL' }),
    alert({ id: 'c', severity: 'CRITICAL', state: 'ACKNOWLEDGED' }),
    alert({ id: 'd', severity: 'CRITICAL', whyQuiet: 'Host silent of web-1 explains it.' }),
    alert({ id: 'e', state: 'PENDING', firedAt: null }),
    alert({ id: 'f', severity: 'INFO', state: 'ACKNOWLEDGED', whyQuiet: 'Silenced: moving' }),
  ];

  it('are in groups of what is to be done, each in one', () => {
    expect(groupsOf(list).map(({ label, alerts }) => [label, alerts.map(({ id }) => id)])).toEqual([
      ['Critical', ['b']],
      ['Warning', ['a']],
      ['Taken care of', ['c']],
      ['Quiet', ['d', 'f']],
      ['Not yet', ['e']],
    ]);
  });

  it('lead to what they are of, its chart at that time, the rule, the incident and the run-book', () => {
    const runbook = alert({ runbookUrl: 'https://wiki.example/link' });
    const wrapper = mount(AlertGroups, { props: { alerts: [runbook], now: NOW }, global });
    const hrefs = wrapper.findAll('a').map((link) => link.attributes('href'));
    expect(hrefs).toEqual([
      ...['/alerts/rules/link-full', '/interfaces/n1', '/hosts/h'],
      `/interfaces/n1?range=${NOW - 45 * 60_000}-${NOW}`,
      ...['/alerts?incident=i', 'https://wiki.example/link'],
    ]);
    expect(wrapper.find('img').exists()).toBe(false);
    expect(text(wrapper.get('[data-row="a"]').text())).toContain('since 14:02, for 28 min');
  });

  it('can be acknowledged together, and silenced', async () => {
    const two = [alert(), alert({ id: 'z' })];
    const wrapper = mount(AlertGroups, { props: { alerts: two, now: NOW }, global });
    const press = (label: string): Promise<void> | undefined =>
      wrapper
        .findAll('button')
        .find((button) => button.text().startsWith(label))
        ?.trigger('click');
    await press('Acknowledge all 2');
    await press('Acknowledge Link');
    await press('Silence');
    expect(wrapper.emitted('acknowledge')).toEqual([[two], [[two[0]]]]);
    expect(wrapper.emitted('silence')).toEqual([[two[0]]]);
  });

  it('tell who takes care of them, and why they are quiet; what is over asks for nothing', () => {
    const note = { by: 'ann', at: at(5), note: 'cable ordered' };
    const taken = alert({ state: 'ACKNOWLEDGED', acknowledgement: note, whyQuiet: 'Silenced until 16:00: moving' });
    const wrapper = mount(AlertGroups, { props: { alerts: [taken], now: NOW }, global });
    expect(text(wrapper.text())).toMatch(/ann takes care of it: cable ordered.*Silenced until 16:00: moving/);
    expect(wrapper.findAll('button').map((button) => button.text().split(' ')[0])).toEqual(['Silence']);
  });
});

describe('what an alert is of', () => {
  const of = (level: AlertSubject['level'], more: Partial<AlertSubject> = {}): AlertSubject => ({
    ...subject,
    ...{ level, key: 'k', name: 'web', hostName: 'paris', interfaceId: null },
    ...more,
  });

  it.each([
    [of('HOST'), 'host', 'h', 'host:paris'],
    [of('CONTAINER', { containerId: 'c' }), 'container', 'c', 'host:paris container:web'],
    [of('NETWORK', { network: 'shop', hostName: null }), 'network', 'shop', 'network:shop'],
    [of('SERVICE', { service: 'shop/web', hostName: null }), 'service', 'shop/web', 'service:shop/web'],
  ])('has a page, and conditions that mean it', (each, kind, id, chips) => {
    expect(entityOf(each)).toMatchObject({ kind, id, name: 'web' });
    expect(
      chipsOf(each)
        .map(({ field, value }) => `${field}:${value}`)
        .join(' '),
    ).toBe(chips);
  });

  it('is nothing to look at where it is the fleet', () => {
    expect(entityOf(of('FLEET'))).toBeNull();
    expect(chipsOf(of('FLEET'))).toEqual([]);
  });

  it('is shown a while before, and a while after it was over', () => {
    expect(aroundOf(alert(), NOW)).toEqual({ from: NOW - 45 * 60_000, to: NOW });
    expect(aroundOf(alert({ resolvedAt: at(20) }), NOW).to).toBe(NOW - 15 * 60_000);
  });
});

describe('how things stand', () => {
  it('is told by what fires', () => {
    expect(firingWords(summary)).toBe('');
    expect(firingWords({ ...summary, critical: 2, warning: 1, info: 3 })).toBe('2 critical, 1 warning, 3 info');
    expect(resolutionWords(alert({ resolution: 'STOPPED_ON_PURPOSE' }))).toBe('stopped on purpose');
    expect(resolutionWords(alert({ resolution: 'OVER' }))).toBe('');
  });

  it('warns where nobody looks, and where nobody is told', () => {
    expect(watchWords(summary, NOW)).toEqual({
      ...{ tone: 'none', text: '8 rules are looked at each second, 12,400 things in all.' },
    });
    expect(watchWords({ ...summary, channelCount: 0 }, NOW)).toMatchObject({
      tone: 'warn',
      text: expect.stringContaining('Nobody is told'),
    });
    expect(watchWords({ ...summary, isRunning: false, evaluatedAt: at(3) }, NOW).text).toContain(
      'not looked at for 3 min',
    );
  });

  it('says what to do where nothing is shown', () => {
    const none = { isAnswered: true, failure: null, summary, isNarrowed: false, what: 'fires now' };
    const words = (more: object): string => text(mount(NoAlerts, { props: { ...none, ...more }, global }).text());
    expect(words({})).toContain('No alert fires now');
    expect(words({ isNarrowed: true })).toContain('Take a condition of the filter away');
    expect(words({ summary: { ...summary, channelCount: 0 } })).toContain('set up a channel');
    expect(words({ summary: { ...summary, ruleCount: 0 } })).toContain('No rule is switched on');
    expect(words({ summary: { ...summary, isRunning: false } })).toContain('role analyse');
    expect(words({ isAnswered: false })).toContain('Asking for alerts');
  });
});
