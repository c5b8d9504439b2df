import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ReportBlock, WholeReport } from '@weir/model';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createMemoryHistory, createRouter } from 'vue-router';
import { setZone } from '../../format/zone.js';
import ReportBlocks from './ReportBlocks.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const section = (id: string, level: 1 | 2 = 1): ReportBlock => ({
  type: 'section',
  id,
  title: `${id} ${HOSTILE}`,
  level,
});
let wrapper: VueWrapper;
let scrolledTo: string[];

beforeEach(() => {
  scrolledTo = [];
  setZone('UTC');
  Element.prototype.scrollIntoView = jest.fn(function (this: Element) {
    scrolledTo.push(this.id);
  }) as never;
});
afterEach(() => {
  wrapper.unmount();
  location.hash = '';
  setZone('device');
});

async function show(...blocks: ReportBlock[]): Promise<void> {
  const routes = [{ path: '/:rest(.*)*', component: { render: () => null } }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  const head: WholeReport['head'] = {
    v: 1,
    kind: 'fleet',
    ...{ title: 'Fleet', about: '', before: null, isEmpty: false },
    ...{ fromMs: 0, toMs: 1, madeAtMs: 2, timeZone: 'UTC' },
  };
  const report: WholeReport = { head, blocks };
  wrapper = mount(ReportBlocks, { attachTo: document.body, props: { report }, global: { plugins: [router] } });
  await flushPromises();
}

describe('the contents of a report', () => {
  it('lead to each of its sections, as text', async () => {
    await show(section('summary'), section('hosts'), section('most', 2), section('traffic'));
    const links = wrapper.findAll('nav a');
    expect(links.map((link) => link.text())).toEqual([`summary ${HOSTILE}`, `hosts ${HOSTILE}`, `traffic ${HOSTILE}`]);
    const goals = links.map((link) => document.querySelector(link.attributes('href') ?? '')?.textContent);
    expect(goals).toEqual(links.map((link) => link.text()));
    expect(wrapper.find('img').exists()).toBe(false);
  });

  it('are left out where there is little to find', async () => {
    await show(section('summary'), section('hosts'));
    expect(wrapper.find('nav').exists()).toBe(false);
  });

  it('go to the section that a link names, once it is there', async () => {
    location.hash = '#section-hosts';
    await show(section('summary'), section('hosts'), section('traffic'));
    expect(scrolledTo).toEqual(['section-hosts']);
  });
});

describe('the clocks of a report', () => {
  it('are told where those of its charts are others', async () => {
    await show(section('summary'));
    expect(wrapper.text()).not.toContain('clocks');
    setZone('Asia/Kolkata');
    await flushPromises();
    expect(wrapper.text()).toContain('by the clocks of UTC, those of charts by Asia/Kolkata');
  });
});
