import { describe, expect, it } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import { LIVE_KEY } from '../composables/use-live.js';
import ChangeList from '../components/ChangeList.vue';
import FactList from '../components/FactList.vue';
import KeyTiles from '../components/KeyTiles.vue';
import RatePair from '../components/RatePair.vue';
import FigureTable from './compare/FigureTable.vue';
import { figureRows } from './compare/rows.js';
import ErrorTable from './errors/ErrorTable.vue';
import { counterFigures } from './interfaces/counters.js';
import CounterTable from './interfaces/CounterTable.vue';
import { tilesOf } from './interfaces/tiles.js';
import LatencyMatrix from './latency/LatencyMatrix.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const alive = { state: 'ALIVE', missing: [] } as const;
const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }],
});
const global = { plugins: [router], provide: { [LIVE_KEY as symbol]: { now: () => 0 } } };

describe('a pair of rates', () => {
  it('tells both ways with their units, and a fault apart from none', () => {
    const pair = mount(RatePair, { props: { incoming: 74, outgoing: 0, kind: 'errors', fault: true } });
    expect(pair.text().replace(/\s+/g, ' ')).toMatch(/^↓ ?in 74 err\/s ?↑ ?out 0 err\/s$/);
    expect(pair.findAll('.bad')).toHaveLength(1);
    expect(pair.findAll('.zero')).toHaveLength(1);
  });

  it('says why where nothing is known, and never 0', () => {
    const props = { incoming: null, outgoing: null, kind: 'bits', unknown: 'not told by this platform' } as const;
    expect(mount(RatePair, { props }).text()).toBe('not told by this platform');
    expect(mount(RatePair, { props: { ...props, outgoing: 1 } }).text()).toContain('not told');
  });
});

describe('the figures of an interface at a glance', () => {
  it('say what its platform does not tell, and that its speed is not known', () => {
    const host = { ...alive, missing: ['Speed: not told.'] };
    const rates = {
      rxBytesPerSecond: 125_000,
      txBytesPerSecond: null,
      rxPacketsPerSecond: null,
      txPacketsPerSecond: null,
    };
    const text = mount(KeyTiles, {
      props: { tiles: tilesOf(rates, 'bits', { host, speedBitsPerSecond: null }) },
    }).text();
    expect(text).toContain('1.00 Mbit/s');
    expect(text).toContain('not told by this platform');
    expect(text).toContain('speed not known');
  });
});

describe('the table of counters', () => {
  it('says in words what is not told, and that the highest of packets is not kept', () => {
    const table = mount(CounterTable, {
      props: { figures: counterFigures({ rxBytesPerSecond: 0 }, null, []), rangeWords: 'The last 5 min' },
      global,
    });
    const [traffic, , packets] = table.findAll('tbody tr').map((row) => row.findAll('td').map((cell) => cell.text()));
    expect(traffic).toEqual(['0 bit/s', ...Array<string>(7).fill('not told')]);
    expect(packets?.[6]).toBe('not kept');
  });
});

describe('names that agents send', () => {
  it('are text in facts, changes, tables of errors and the matrix of latencies', () => {
    const name = { id: 'x', name: HOSTILE, detail: HOSTILE, path: null };
    const row = { name, counts: [1, 0, 0, 0], total: 1, ratio: 'few', spell: null, rates: [1] } as const;
    const cell = { ms: 1, unansweredPercent: 0, ways: 1 };
    const mounted = [
      mount(FactList, { props: { facts: [{ label: HOSTILE, value: HOSTILE, title: HOSTILE }] }, global }),
      mount(ChangeList, { props: { changes: [{ at: '2026-11-21T12:00:00Z', kind: 'x', text: HOSTILE }], empty: '' } }),
      mount(ErrorTable, { props: { rows: [row], at: [0], empty: '', what: 'Hosts' }, global }),
      mount(LatencyMatrix, {
        props: {
          matrix: { groups: [{ id: 'x', name: HOSTILE, hosts: [] }], cells: [[cell]], nats: [cell] },
          chosen: { row: 0, column: 0 },
        },
        global,
      }),
    ];
    for (const wrapper of mounted) {
      expect(wrapper.find('img').exists()).toBe(false);
      expect(wrapper.text()).toContain(HOSTILE);
    }
  });
});

describe('two sides', () => {
  it('have their figures beside each other, with the difference in the unit and in percent', () => {
    const before = { total: 1_000, average: 10, p95: 10, maximum: null, coveredMilliseconds: 1 };
    const rows = figureRows(before, { ...before, total: 1_500 });
    const table = mount(FigureTable, {
      props: { rows, unit: 'bytes', totalUnit: 'bytesTotal', before: 'A', after: 'B' },
    });
    const [first, second, , last] = table
      .findAll('tbody tr')
      .map((row) => row.findAll('td').map((cell) => cell.text()));
    expect(first).toEqual(['1.00 kB', '1.50 kB', '+50 %', '+500 B']);
    expect(second?.[2]).toBe('the same');
    expect(last?.[2]).toBe('not known');
  });
});
