import { describe, expect, it } from '@jest/globals';
import type { GroupTotals, HostAttribution } from '../../api/operations/hosts.js';
import { type AttributionNode, attributionOf } from './attribution.js';
import { openAtFirst, rowsOf } from './attribution-rows.js';

const group = (keys: Record<string, string | null>, rx: number, tx: number, rxPackets = 0) =>
  ({
    group: JSON.stringify(keys),
    keys: Object.entries(keys).map(([dimension, name]) => ({ dimension, name, value: name })),
    counters: [
      { counter: 'RX_BYTES', total: String(rx) },
      { counter: 'TX_BYTES', total: String(tx) },
      { counter: 'RX_PACKETS', total: String(rxPackets) },
    ],
  }) as GroupTotals;
const container = (network: string | null, service: string | null, name: string, rx: number, tx: number) =>
  group({ NETWORK: network, SERVICE: service, WORKLOAD: null, CONTAINER: name }, rx, tx);
const answer = (uplinks: GroupTotals[], bridges: GroupTotals[], containers: GroupTotals[]): HostAttribution => ({
  uplinks: { groups: uplinks },
  bridges: { groups: bridges },
  containers: { groups: containers },
});

const host = answer(
  [group({ INTERFACE: 'eth0' }, 500, 900), group({ INTERFACE: 'eth1' }, 100, 100)],
  [group({ NETWORK: 'shop' }, 400, 300), group({ NETWORK: 'blog' }, 50, 40)],
  [
    container('shop', 'shop/web', 'web-1', 200, 500),
    container('shop', 'shop/web', 'web-2', 100, 200),
    container('shop', 'shop/db', 'db-1', 300, 100),
    container('blog', null, 'blog', 60, 90),
  ],
);
const childrenOf = ({ children }: AttributionNode) => children.map(({ name, kind, moved }) => [kind, name, moved]);

describe('attributionOf', () => {
  const { root, staysOnHost } = attributionOf(host);

  it('gives the uplinks to networks by what crossed their bridges, and the rest to the host', () => {
    expect(root.moved).toEqual({ incoming: 600, outgoing: 1_000 });
    expect(root.children.map(({ kind, name, crossed }) => [kind, name, crossed])).toEqual([
      ['network', 'shop', { incoming: 300, outgoing: 400 }],
      ['network', 'blog', { incoming: 40, outgoing: 50 }],
      ['host', null, { incoming: 260, outgoing: 550 }],
    ]);
    expect(staysOnHost).toBe(false);
  });

  it('adds up on each level', () => {
    const total = (nodes: readonly AttributionNode[], way: 'incoming' | 'outgoing') =>
      nodes.reduce((sum, node) => sum + (node.crossed?.[way] ?? NaN), 0);
    expect(total(root.children, 'incoming')).toBe(600);
    expect(total(root.children, 'outgoing')).toBe(1_000);
    const shop = root.children[0]!;
    expect(shop.moved).toEqual({ incoming: 600, outgoing: 800 });
    expect(childrenOf(shop)).toEqual([
      ['service', 'shop/web', { incoming: 300, outgoing: 700 }],
      ['service', 'shop/db', { incoming: 300, outgoing: 100 }],
    ]);
    expect(childrenOf(shop.children[0]!)).toEqual([
      ['container', 'web-1', { incoming: 200, outgoing: 500 }],
      ['container', 'web-2', { incoming: 100, outgoing: 200 }],
    ]);
  });

  it('says which networks nothing tells of at their edge, and that traffic stays on the host', () => {
    const overlay = attributionOf(
      answer([], [], [container('mesh', null, 'a', 1, 1), container(null, null, 'b', 0, 0)]),
    );
    expect(overlay.untold).toEqual(['mesh', 'no known network']);
    const chatty = attributionOf({ ...host, uplinks: { groups: [group({ INTERFACE: 'eth0' }, 10, 10)] } });
    expect(chatty.staysOnHost).toBe(true);
    expect(chatty.root.children.at(-1)?.crossed).toEqual({ incoming: 0, outgoing: 0 });
  });
});

describe('the rows of the tree', () => {
  const { root } = attributionOf(host);
  const seen = (open: ReadonlySet<string>) =>
    rowsOf(root, open).map(({ node, depth }) => `${depth} ${node.name ?? node.kind}`);

  it('begin with the uplinks and the network that moved most open', () => {
    expect(seen(openAtFirst(root))).toEqual(['0 uplinks', '1 shop', '2 shop/web', '2 shop/db', '1 blog', '1 host']);
    expect(seen(new Set())).toEqual(['0 uplinks']);
  });
  it('have shares of the uplinks that add up, where something tells them', () => {
    const shares = rowsOf(root, openAtFirst(root)).map(({ share }) => share);
    expect(shares).toEqual([1, 700 / 1600, null, null, 90 / 1600, 810 / 1600]);
  });
});
