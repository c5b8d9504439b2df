import { afterEach, describe, expect, it } from '@jest/globals';
import { mount, type VueWrapper } from '@vue/test-utils';
import { computed, nextTick, ref } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { HostChart } from '../../composables/use-host-chart.js';
import { createLive, LIVE_KEY } from '../../composables/use-live.js';
import ChartPanel from './ChartPanel.vue';

const HOSTILE = '<img src=x onerror=alert(1)>';
const selected = ref<readonly string[]>(['a', 'b']);
const iface = (id: string): object => ({ id, name: id === 'a' ? HOSTILE : id, class: 'UPLINK', containers: [] });
const points = [
  [0, 125_000],
  [1_000, 250_000],
] as const;
let wrapper: VueWrapper;
afterEach(() => wrapper.unmount());

async function show(chart: Partial<HostChart> = {}): Promise<void> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  });
  await router.push('/');
  const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
  const all = {
    ...{ range: ref({ kind: 'live' }), metric: ref('traffic'), selected },
    lines: computed(() => selected.value.map((id) => ({ iface: iface(id), incoming: points, outgoing: points }))),
    ends: ref({ from: 0, to: 2_000 }),
    colourOf: (id: string) => (id === 'a' ? '--entity-1' : '--entity-2'),
    history: { result: ref(null), failure: ref(null), loading: ref(false), frames: ref([]) },
    ...chart,
  };
  wrapper = mount(ChartPanel, {
    props: { chart: all as unknown as HostChart, hostId: 'h' },
    global: { plugins: [router], provide: { [LIVE_KEY as symbol]: live }, stubs: { ApexHost: true } },
  });
  await nextTick();
}

describe('the chart of a host', () => {
  it('can be read as a table, and had as files, names as text', async () => {
    await show();
    const menu = wrapper.findAll('.menu button');
    expect(menu.map((button) => button.text())).toEqual(['Table', 'CSV', 'PNG']);
    await menu[0]?.trigger('click');
    expect(wrapper.find('.scroll thead').text()).toContain(`${HOSTILE} in`);
    expect(wrapper.find('.scroll tbody').text()).toContain('2.00 Mbit/s');
    expect(wrapper.find('img').exists()).toBe(false);
  });

  it('takes an interface off, while another stays', async () => {
    await show();
    await wrapper.get(`[aria-label="Take b off the chart"]`).trigger('click');
    expect(selected.value).toEqual(['a']);
    await nextTick();
    expect(wrapper.find('[aria-label^="Take"]').exists()).toBe(false);
  });

  it('says what went wrong, and what to do, where nothing is drawn yet', async () => {
    const failure = ref({ message: 'This took too long', remedy: 'It is asked again.' });
    const history = { result: ref(null), failure, loading: ref(false), frames: ref([]) };
    await show({ lines: computed(() => []), history } as unknown as HostChart);
    expect(wrapper.get('.instead').text()).toContain('It is asked again.');
  });
});
