import { describe, expect, it, jest } from '@jest/globals';
import { flushPromises, mount } from '@vue/test-utils';
import { defineComponent, ref } from 'vue';
import { perCounter } from '@weir/model';
import type { HostContainer, HostDetail, HostNetwork } from '../api/index.js';
import type { Reading } from '../format/reading.js';
import { selection } from './use-host-chart.js';
import { tick } from './live/testing.js';
import { containerRows, type HostRows, networkRow, useHostRows } from './use-host-rows.js';
import { createLive, LIVE_KEY } from './use-live.js';

const at = (reading: Reading) => ({ now: perCounter(() => reading) });
const rates = new Map([
  ['a', at(100)],
  ['b', at(20)],
  ['u', at('unread')],
]);
const container = (ids: string[], hostNetwork = false): HostContainer => ({
  id: 'c',
  name: 'web',
  image: null,
  stack: null,
  service: null,
  pod: null,
  podNamespace: null,
  workload: null,
  hostNetwork,
  startedAt: null,
  interfaces: ids.map((id) => ({ id, class: 'CONTAINER', network: { name: `net-${id}` } })),
});

describe('containerRows', () => {
  const containerRow = (one: HostContainer) => containerRows([one], rates)[0]!;

  it('adds its interfaces up and names their networks', () => {
    const row = containerRow(container(['a', 'b']));
    expect(row.now?.rxBytes).toBe(120);
    expect(row.networks).toEqual(['net-a', 'net-b']);
  });
  it('leaves its loopback out', () => {
    const { interfaces, ...rest } = container(['a']);
    const loopback = { id: 'b', class: 'LOOPBACK', network: null } as const;
    const row = containerRow({ ...rest, interfaces: [...interfaces, loopback] });
    expect(row.now?.rxBytes).toBe(100);
    expect(row.networks).toEqual(['net-a']);
  });
  it('has no rate of its own on the host network, rather than 0', () => {
    expect(containerRow(container(['a'], true)).now).toBeNull();
  });
  it('is unreadable or unknown where a part is', () => {
    expect(containerRow(container(['a', 'u'])).now?.rxBytes).toBe('unread');
    expect(containerRow(container(['a', 'never heard of'])).now?.rxBytes).toBe('unknown');
  });
});

describe('containers that share a network', () => {
  const named = (name: string, ids: string[], hostNetwork = false) => ({
    ...container(ids, hostNetwork),
    id: name,
    name,
  });
  const rows = containerRows(
    [named('web', ['a', 'b']), named('alone', []), named('side', ['a', 'b']), named('db', ['u']), named('none', [])],
    rates,
  );
  const names = rows.map(({ sharers }) => sharers.map(({ name }) => name));

  it('are one row, with their traffic once', () => {
    expect(names).toEqual([['web', 'side'], ['alone'], ['db'], ['none']]);
    expect(rows[0]?.now?.rxBytes).toBe(120);
  });
  it('are not those that have none of their own', () => {
    expect(containerRows([named('one', ['a'], true), named('two', ['a'], true)], rates)).toHaveLength(2);
  });
});

describe('networkRow', () => {
  const network = (interfaces: HostNetwork['interfaces']): HostNetwork => ({
    id: 'n',
    name: 'shop',
    driver: 'bridge',
    internal: false,
    subnets: [],
    interfaces,
  });
  it("adds its containers' interfaces up and leaves the bridge out, which counts the same bytes", () => {
    const row = networkRow(
      network([
        { id: 'a', class: 'CONTAINER' },
        { id: 'b', class: 'BRIDGE' },
      ]),
      rates,
    );
    expect(row.now?.txBytes).toBe(100);
    expect(row.members).toBe(1);
  });
  it('has no rate where no container is on it', () => expect(networkRow(network([]), rates).now).toBeNull());
});

describe('selection', () => {
  const interfaces = [
    { id: 'lo', uplink: false, class: 'LOOPBACK' as const, state: 'UNKNOWN' as const },
    { id: 'eth0', uplink: true, class: 'UPLINK' as const, state: 'UP' as const },
    { id: 'eth1', uplink: true, class: 'UPLINK' as const, state: 'DOWN' as const },
    { id: 'br', uplink: false, class: 'BRIDGE' as const, state: 'UP' as const },
  ];
  it('is the uplinks that are not down, until something is chosen', () => {
    expect(selection(interfaces, [])).toEqual(['eth0']);
    expect(selection(interfaces, ['br', 'gone'])).toEqual(['br']);
  });
  it('is what there is where there is no uplink, loopback last of all', () => {
    expect(selection(interfaces.slice(0, 1).concat(interfaces.slice(3)), [])).toEqual(['br']);
  });
  it('is never more than a reader can tell apart', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ ...interfaces[1]!, id: `e${index}` }));
    expect(
      selection(
        many,
        many.map(({ id }) => id),
      ),
    ).toHaveLength(6);
  });
});

describe('the rows of a host of ten thousand interfaces', () => {
  const MANY = 10_000;
  const interfaces = Array.from({ length: MANY }, (_, index) => ({ id: `i${index}`, uplink: index === 0 }));
  const host = { id: 'h', interfaces, containers: [], networks: [], intervalMilliseconds: 1_000 };
  const shown = ref<readonly string[]>([]);

  async function rowsOf(): Promise<{ rows: HostRows; asked: string[][]; stop: () => void; read: () => number }> {
    const asked: string[][] = [];
    globalThis.fetch = jest.fn(async (_url: unknown, request?: RequestInit) => {
      const { variables } = JSON.parse(String(request?.body)) as { variables: { input: { interfaces: string[] } } };
      asked.push(variables.input.interfaces);
      const series = { from: '', to: '', at: [], stepMilliseconds: 1_000, resolution: 'raw', series: [] };
      return { status: 200, json: async () => ({ data: { series } }) } as Response;
    }) as typeof fetch;
    const live = createLive({ onState: () => undefined, subscribe: () => () => undefined });
    const window = live.windowOf('h');
    window.setInterfaces(interfaces);
    window.take(tick(1_000, { i7: [100, 20] }));
    const read = jest.spyOn(window, 'rateAt');
    let rows: HostRows | undefined;
    const wrapper = mount(
      defineComponent(() => {
        rows = useHostRows(live, () => host as unknown as HostDetail, { now: () => 1_000, shown: () => shown.value });
        return () => null;
      }),
      { global: { provide: { [LIVE_KEY as symbol]: live } } },
    );
    await flushPromises();
    return { rows: rows!, asked, stop: () => wrapper.unmount(), read: () => read.mock.calls.length };
  }

  it('work nothing out for rows that nobody looks at, and nothing twice', async () => {
    const { rows, stop, read } = await rowsOf();
    const all = rows.interfaces.value;
    expect([all.length, all[7]?.load, all[8]?.load, read()]).toEqual([MANY, 120, 0, 0]);
    expect(all[7]?.now.rxBytes).toBe(100);
    const once = read();
    expect(once).toBe(8);
    expect([all[7]?.now.txBytes, read()]).toEqual([20, once]);
    expect(all[7]?.incomingLine).toBe(all[7]?.incomingLine);
    stop();
  });

  it('ask for lines of the uplinks and of what is on screen alone', async () => {
    shown.value = ['i5', 'i6'];
    const { asked, stop } = await rowsOf();
    expect(asked[0]).toEqual(['i0', 'i5', 'i6']);
    stop();
  });
});
