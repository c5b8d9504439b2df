import { describe, expect, it } from '@jest/globals';
import { perCounter } from '@weir/model';
import type { HostContainer, HostNetwork } from '../api/index.js';
import type { Reading } from '../format/reading.js';
import { selection } from './use-host-chart.js';
import { containerRows, networkRow } from './use-host-rows.js';

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
