import { describe, expect, it } from '@jest/globals';
import { type ContainerInfo, decodeInventory, encodeInventory } from '@weir/model';
import { cleanInventory } from './clean-inventory.js';
import { cleanText } from './clean-text.js';

describe('a text that others wrote', () => {
  it.each([
    ['shop-web-1', 'shop-web-1'],
    ['<img src=x onerror="alert(1)">', '<img src=x onerror="alert(1)">'],
    ['a\n\u001b[31mb\r\tc\u0000', 'a\uFFFD\uFFFD[31mb\uFFFD\uFFFDc\uFFFD'],
    ['\u202egnp.exe\u2066', '\uFFFDgnp.exe\uFFFD'],
    ['שלום עולם', 'שלום עולם'],
    ['naïve 😀', 'naïve 😀'],
    ['half \ud83d', 'half \uFFFD'],
  ])('%j is shown as %j', (text, shown) => {
    expect(cleanText(text, 255)).toBe(shown);
  });

  it('is cut between characters', () => {
    expect(cleanText('x'.repeat(10_000), 255)).toBe(`${'x'.repeat(254)}…`);
    expect(cleanText(`${'x'.repeat(253)}😀😀`, 255)).toBe(`${'x'.repeat(253)}…`);
  });
});

describe('an inventory of hostile names', () => {
  const hostile = `"'<b>\n\u202e\ud83d${'ä'.repeat(10_000)}`;
  const container = (letter: string, more: Partial<ContainerInfo>): ContainerInfo => ({
    ...{ id: letter.repeat(64), name: 'web', image: null, namespace: null, hostNetwork: false, stack: null },
    ...{ service: null, pod: null, podNamespace: null, workload: null, labels: {}, startedAt: null },
    ...more,
  });
  const inventory = {
    interfaces: [
      {
        ...{ key: 'host/x\u0007', name: 'x\u0007', class: 'virtual' as const, uplink: false, since: 1, network: null },
        ...{ mac: null, mtu: null, speedBitsPerSecond: null, state: 'up' as const, addresses: [], master: hostile },
      },
    ],
    containers: [
      container('a', {
        ...{ name: hostile, image: hostile, stack: hostile, service: hostile, pod: hostile, podNamespace: hostile },
        ...{ workload: hostile, labels: { [hostile]: hostile, empty: '' } },
      }),
      container('b', {}),
    ],
    networks: [{ id: 'n', name: hostile, driver: hostile, internal: false, subnets: [hostile], bridge: null }],
  };

  it('is taken by the decoder, loses nothing, and tells what it mended', () => {
    const { inventory: clean, mended } = cleanInventory(inventory);
    expect(mended).toEqual(['interface host/x\uFFFD', 'container aaaaaaaaaaaa', 'network n']);
    const head = {
      ...{ v: 1 as const, host: '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11', at: 1, rev: 1 },
      agent: {
        ...{ version: '1', run: 'r', startedAt: 1, intervalMs: 1_000, docker: 'connected' as const },
        ...{ kubernetes: 'absent' as const, off: [], missing: [] },
      },
      os: { hostname: 'h', platform: 'linux', kernel: '6', boot: 'b', bootedAt: 1 },
    };
    const decoded = decodeInventory(encodeInventory({ ...head, ...clean }));
    expect(decoded).toEqual({ ok: true, value: { ...head, ...clean } });
    expect(clean.containers[0]?.name).toMatch(/^"'<b>\uFFFD\uFFFD\uFFFDä+…$/);
    expect(clean.containers[1]).toBe(inventory.containers[1]);
    expect(clean.interfaces[0]?.key).toBe('host/x\u0007');
  });
});
