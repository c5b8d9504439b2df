import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { PatternHour, PatternRow as Pattern } from '../../api/operations/patterns.js';
import { analysisWords } from './analysis-words.js';
import { chartOf, sideLines, sideOf, stretchesOf } from './chart.js';
import { factsOf } from './evidence.js';
import { patternExport } from './export.js';
import FeedbackButtons from './FeedbackButtons.vue';
import { countBy, groupsOf, weekCounts } from './groups.js';
import PatternGroups from './PatternGroups.vue';
import SentenceText from './SentenceText.vue';
import { categoryOptions, classOptions } from './use-choices.js';
import { foldedWords, lagWords, strengthWord, usualWords, whenWords, zoneWords } from './words.js';

const HOSTILE = '<img src=x onerror=alert(1)>';
const NOW = new Date(2026, 10, 22, 14, 30).getTime();
const at = (minutesAgo: number): string => new Date(NOW - minutesAgo * 60_000).toISOString();
const entity = { kind: 'CONTAINER', id: 'c', name: HOSTILE, hostId: 'h', hostName: HOSTILE } as const;

function pattern(more: Partial<Pattern> = {}): Pattern {
  return {
    ...{ id: '7', class: 'BURST', category: 'VOLUME', startedAt: at(28), endedAt: at(21), strength: 0.5 },
    ...{ sentence: `\`${HOSTILE}\` on web-3 sent 4.2 GB.`, repeats: 0, feedback: null, entity, seenOn: [] },
    ...more,
  } as Pattern;
}

const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }],
});
const global = { plugins: [router] };
const text = (words: string): string => words.replace(/\s+/g, ' ').trim();

describe('a finding in words', () => {
  it('tells when it was, how long, and whether it is still on', () => {
    expect(whenWords(at(28), at(21), NOW)).toBe('14:02, for 7 min');
    expect(whenWords(at(28), null, NOW)).toBe('since 14:02, for 28 min');
    expect(whenWords(at(1_500), at(1_440), NOW)).toBe('yesterday 13:30, for 1 h');
    expect(whenWords(at(3_000), at(2_940), NOW)).toBe('2026-11-20 12:30, for 1 h');
    expect(whenWords(at(1), at(1), NOW)).toContain('less than a second');
  });

  it('tells how strong it is, and what was taken back', () => {
    expect([0, 0.1, 0.4, 0.7, 1].map(strengthWord)).toEqual(['taken back', 'weak', 'clear', 'strong', 'strong']);
  });

  it('tells what is folded into it', () => {
    const seen = ['eth0', 'veth1', 'br-2', 'uplink', 'bond0'].map((name) => ({ ...entity, name }));
    expect(foldedWords({ seenOn: [], repeats: 0 })).toBe('');
    expect(foldedWords(pattern({ repeats: 2, seenOn: seen as never }))).toBe(
      'It came back 2 times, also seen on eth0, veth1, br-2 and 2 more',
    );
  });

  it('tells where times are not those of the reader, and what is not sure yet', () => {
    expect(zoneWords(0)).toBe('');
    expect(zoneWords(-60)).toContain('UTC');
    expect(usualWords({ confidence: 0.9 })).toBe('');
    expect(usualWords({ confidence: 0.1 })).toContain('says more after a day');
    expect(usualWords(null)).toContain('not known yet');
  });

  it('tells who moved first', () => {
    expect([lagWords(0), lagWords(30_000), lagWords(-90_000)]).toEqual([
      ...['at the same time', '30 s later', '1 min 30 s earlier'],
    ]);
  });
});

describe('the sentence of a finding', () => {
  it('sets names apart, which are text whatever they hold', () => {
    const wrapper = mount(SentenceText, { props: { sentence: `\`${HOSTILE}\` on web-3 sent 4 GB, as \`x` } });
    expect(wrapper.text()).toBe(`${HOSTILE} on web-3 sent 4 GB, as x`);
    expect(wrapper.findAll('b').map((name) => name.text())).toEqual([HOSTILE, 'x']);
    expect(wrapper.find('img').exists()).toBe(false);
  });
});

describe('the list of findings', () => {
  const outage = pattern({ id: '8', class: 'OUTAGE', category: 'LOSS', endedAt: null, strength: 0.9 });

  it('has the most urgent category first, each in the order given, with its entity as a link', () => {
    expect(
      groupsOf([pattern(), outage, pattern({ id: '9' })]).map((group) => group.patterns.map(({ id }) => id)),
    ).toEqual([['8'], ['7', '9']]);
    const props = { patterns: [pattern(), outage], now: NOW, counts: new Map([['VOLUME', 12]]) };
    const wrapper = mount(PatternGroups, { props, global });
    expect(wrapper.findAll('h2').map((head) => head.text())).toEqual(['Loss', 'Volume']);
    expect(text(wrapper.find('[data-row="8"]').text())).toContain('still on');
    expect(text(wrapper.find('[data-row="7"]').text())).not.toContain('still on');
    expect(text(wrapper.findAll('section')[1]?.text() ?? '')).toMatch(/^Volume ?12/);
    expect(wrapper.find('[data-row="7"] a.class').attributes('href')).toBe('/patterns/7');
    expect(wrapper.find('[data-row="7"] a.entity').attributes('href')).toBe('/containers/c');
    expect(wrapper.find('img').exists()).toBe(false);
  });

  it('is narrowed to what there is, with how many', () => {
    const hours = [
      { class: 'BURST', category: 'VOLUME', counts: countsAt([26, 3], [30, 1]) },
      { class: 'OUTAGE', category: 'LOSS', counts: countsAt([26, 2]) },
    ] as PatternHour[];
    expect([...countBy(hours, 'category')]).toEqual([
      ['VOLUME', 4],
      ['LOSS', 2],
    ]);
    expect(weekCounts(hours)[26]).toBe(5);
    expect(categoryOptions(hours).map(({ label }) => label)).toEqual(
      expect.arrayContaining(['All 6', 'Loss 2', 'Volume 4', 'Errors 0']),
    );
    expect(categoryOptions(null).map(({ label }) => label)).toContain('All');
    expect(classOptions(hours, 'loss', 'all').map(({ label }) => label)).toEqual(['Every class', 'Outage (2)']);
    expect(classOptions(hours, 'loss', 'stuck').map(({ value }) => value)).toContain('stuck');
  });
});

describe('findings as a file', () => {
  const asked = { categories: null, classes: null, state: null, minStrength: null, sort: 'STRENGTH' } as const;
  const stretch = { from: '2026-11-21T14:30:00.000Z', to: null };
  const chosen = { chips: [{ field: 'host', op: 'is', value: 'web-3' }], asked, hour: null, stretch } as const;

  it('are those that are chosen, of the same stretch', () => {
    expect(patternExport(chosen)).toBe('/api/v1/export/patterns?host=web-3&from=2026-11-21T14%3A30%3A00.000Z');
    const narrowed = { ...asked, categories: ['SECURITY'], classes: ['ONE_WAY_FLOOD'], state: 'OPEN' } as const;
    expect(patternExport({ ...chosen, chips: [], asked: narrowed as never })).toContain(
      '?category=security&pattern=one-way-flood&open=true&from=',
    );
  });

  it('are none where a file would hold more than what is on screen', () => {
    expect(patternExport({ ...chosen, hour: 26 })).toBeNull();
    expect(patternExport({ ...chosen, asked: { ...asked, minStrength: 0.7 } })).toBeNull();
  });
});

function countsAt(...filled: readonly (readonly [hour: number, count: number])[]): number[] {
  const counts = new Array<number>(168).fill(0);
  for (const [hour, count] of filled) counts[hour] = count;
  return counts;
}

describe('the evidence of a finding', () => {
  it('has every figure with its unit, what tells most first, and what it does not know by its own name', () => {
    const evidence = [
      { name: 'txBytes', value: 4.2e9, unit: 'bytes' },
      { name: 'usualBytesPerSecond', value: 125_000, unit: 'bytes/s' },
      { name: 'repeats', value: 3, unit: '' },
      { name: 'someNewFigure', value: 12.345, unit: 'furlongs' },
      { name: 'deviations', value: -7.77, unit: '' },
      { name: 'errorRatio', value: 0.00012, unit: '' },
      { name: 'isOutgoing', value: 0, unit: '' },
      { name: 'usualErrorRatio', value: 1.3e-9, unit: '' },
      { name: 'errors', value: 817_858, unit: '' },
    ];
    expect(factsOf(evidence as never, 'bits').map(({ label, value }) => [label, value])).toEqual([
      ['Off by', '7.77 times the usual spread, below'],
      ['Way', 'in'],
      ['Packets with errors', '817,858'],
      ['Errors, of all packets', '0.012 %'],
      ['Errors that are usual', '< 0.001 %'],
      ['Usual rate', '1.00 Mbit/s'],
      ['Sent meanwhile', '4.20 GB'],
      ['Some new figure', '12.3 furlongs'],
    ]);
  });
});

describe('the chart of a finding', () => {
  const columns = {
    ...{ rxBytesPerSecond: [1, 2], txBytesPerSecond: [10, null] },
    ...{ rxPacketsPerSecond: [5, 6], txPacketsPerSecond: [7, 8] },
  };
  const series = {
    ...{ from: at(2), to: at(0), at: [NOW - 120_000, NOW - 60_000], stepMilliseconds: 60_000 },
    series: [{ columns }],
  };
  const detail = { ...pattern({ endedAt: null }), series, band: null, changesBefore: [{ at: at(29), text: HOSTILE }] };

  it('adds both ways up, leaves a gap where one is not known, and marks stretch and changes', () => {
    const chart = chartOf(detail as never);
    expect(chart.lines[0]?.points).toEqual([
      [NOW - 120_000, 11],
      [NOW - 60_000, null],
    ]);
    expect([chart.from, chart.to]).toEqual([NOW - 120_000, NOW]);
    expect(chart.markers).toEqual([{ at: NOW - 29 * 60_000, text: HOSTILE }]);
    expect(chart.usual).toBeNull();
  });

  it('says so where its interface was forgotten', () => {
    expect(chartOf({ ...detail, series: null } as never).lines[0]?.points).toEqual([]);
  });

  it('has packets or errors beside it where those tell more, of what it is laid to', () => {
    expect(sideOf(detail as never)).toBeNull();
    const scan = { ...detail, class: 'FAN_OUT' };
    expect(sideOf(scan as never)?.question).toMatchObject({
      ...{ filter: { container: { eq: 'c' } }, counters: ['RX_PACKETS', 'TX_PACKETS'], from: at(2), to: at(0) },
    });
    const storm = { ...detail, class: 'ERROR_STORM', entity: { ...entity, kind: 'INTERFACE' } };
    expect(sideOf(storm as never)?.question).toMatchObject({ interfaces: ['c'], counters: ['RX_ERRORS', 'TX_ERRORS'] });
    const lines = sideLines('packets', series as never);
    expect(lines.map(({ side, points }) => [side, points.map(([, value]) => value)])).toEqual([
      ['in', [5, 6]],
      ['out', [7, 8]],
    ]);
  });

  it('shows what is on until now, and what is strong in another colour', () => {
    const stretches = stretchesOf([pattern({ endedAt: null, strength: 0.8 }), pattern()], NOW);
    expect(stretches).toEqual([
      { from: NOW - 28 * 60_000, to: NOW, tone: 'bad' },
      { from: NOW - 28 * 60_000, to: NOW - 21 * 60_000, tone: 'warn' },
    ]);
  });
});

describe('how the analysis stands', () => {
  const usual = {
    lagMilliseconds: 400,
    seriesCount: 12_345,
    thinnedCount: 0,
    isThinned: false,
    since: null,
    isRunning: true,
  };

  it('is told in a line: what is watched, and how far behind', () => {
    expect(analysisWords(usual as never, NOW)).toEqual({
      text: '12,345 interfaces are watched, 0.4 s behind the traffic.',
      tone: 'plain',
    });
  });
  it('warns of what is left out, of being late, and that nobody analyses', () => {
    const thinned = { ...usual, isThinned: true, thinnedCount: 900, since: at(90) };
    expect(analysisWords(thinned as never, NOW)).toMatchObject({
      text: expect.stringMatching(/900 of them.*since 13:00/),
      tone: 'warn',
    });
    expect(analysisWords({ ...usual, lagMilliseconds: 90_000 } as never, NOW).tone).toBe('warn');
    expect(analysisWords({ ...usual, isRunning: false } as never, NOW).text).toContain('WEIR_ROLES');
  });
});

describe('what somebody thinks of a finding', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('is sent, and said back', async () => {
    const bodies: { variables: Record<string, unknown> }[] = [];
    globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
      bodies.push(JSON.parse(String(request?.body)) as (typeof bodies)[number]);
      return { status: 200, json: async () => ({ data: { patternFeedback: { id: '7' } } }) } as Response;
    }) as typeof fetch;
    const wrapper = mount(FeedbackButtons, { props: { pattern: pattern() } });
    await wrapper.findAll('button')[1]?.trigger('click');
    await flushPromises();
    expect(bodies[0]?.variables).toMatchObject({ id: '7', verdict: 'NOT_USEFUL' });
    expect(wrapper.emitted('said')).toHaveLength(1);
    await wrapper.setProps({ pattern: pattern({ feedback: 'NOT_USEFUL' } as never) });
    expect(wrapper.text()).toContain('said to be not useful');
    // Said once more it would say nothing new; a week that is over may be followed by another.
    const states = () =>
      wrapper
        .findAll('button[aria-pressed]')
        .map((button) => [button.attributes('aria-pressed'), button.attributes('disabled')]);
    expect(states()).toEqual([
      ['false', undefined],
      ['true', ''],
    ]);
    await wrapper.setProps({ pattern: pattern({ feedback: 'EXPECTED' } as never) });
    expect(states()).toEqual([
      ['true', undefined],
      ['false', undefined],
    ]);
    expect(wrapper.find('img').exists()).toBe(false);
  });

  it('says why it could not be sent', async () => {
    globalThis.fetch = jest.fn(async () => {
      throw new TypeError('fetch failed');
    }) as typeof fetch;
    const wrapper = mount(FeedbackButtons, { props: { pattern: pattern() } });
    await wrapper.find('button').trigger('click');
    await flushPromises();
    expect(wrapper.text()).toContain('The aggregator cannot be reached');
    expect(wrapper.emitted('said')).toBeUndefined();
  });
});
