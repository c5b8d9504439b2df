import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { toContainer, toEvent, toNetwork } from './docker-records.js';

const recorded = (name: string): unknown[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/docker/${name}.json`, import.meta.url), 'utf8'));

describe('what Docker lists', () => {
  it('gives containers their names, labels and endpoints', () => {
    const containers = recorded('containers').map(toContainer);
    expect(containers.map((each) => [each?.name, each?.stack, each?.service, each?.endpoints.length])).toEqual([
      ['hostish', null, null, 1],
      ['side', null, null, 0],
      ['shop-db-1', 'shop', 'shop_db', 1],
      ['shop-web-1', 'shop', 'web', 2],
    ]);
    expect(containers[3]?.endpoints).toContainEqual({
      networkId: '0615ae77d1d6f580680b4e795768a65bc805c7026e8d9814d25a8d95ca1efe99',
      ifname: null,
      ipv4: '172.29.1.2',
      ipv6: 'fd00:29::2',
      mac: '02:42:ac:1d:01:02',
    });
  });

  it('gives networks, but none that carry nothing of their own', () => {
    const networks = recorded('networks').flatMap((each) => toNetwork(each) ?? []);
    expect(networks.map(({ name, driver, internal, bridge }) => [name, driver, internal, bridge])).toEqual([
      ['shop_front', 'bridge', false, 'br-c3eaa27d9fba'],
      ['shop_back', 'bridge', true, 'br-0615ae77d1d6'],
    ]);
    expect(networks[1]?.subnets).toEqual(['172.29.1.0/24', 'fd00:29::/64']);
  });

  it('gives events the container they are about', () => {
    const lines = readFileSync(new URL('../../fixtures/docker/events.ndjson', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const id = 'c9cb8da1a3a3731beaa827e03ac53a3de558541f4cdb569438eb1cdc71d531ed';
    expect(lines.map((line) => toEvent(JSON.parse(line)))).toEqual([
      { type: 'container', action: 'create', container: id },
      { type: 'container', action: 'attach', container: id },
      { type: 'network', action: 'connect', container: id },
      { type: 'container', action: 'start', container: id },
    ]);
  });

  it('knows a bridge by the name it was given, an overlay by none', () => {
    const network = {
      Id: 'i'.repeat(64),
      Name: 'n',
      Driver: 'bridge',
      Options: { 'com.docker.network.bridge.name': 'docker0' },
    };
    expect(toNetwork(network)?.bridge).toBe('docker0');
    expect(toNetwork({ ...network, Driver: 'overlay' })).toMatchObject({ bridge: null, subnets: [], internal: false });
  });

  it('cuts what is too long for a message, and takes nothing from rubbish', () => {
    const hostile = {
      Id: 'x',
      Names: ['/other/alias', '/own'],
      Image: 'i'.repeat(5_000),
      Labels: { 'com.docker.compose.project': `a\u0000${'b'.repeat(900)}` },
    };
    const container = toContainer(hostile);
    expect(container?.name).toBe('own');
    expect(container?.image).toHaveLength(1_024);
    expect(container?.stack).toMatch(/^ab{254}$/);
    expect(
      toContainer({ Id: 'x', Names: [7], NetworkSettings: { Networks: { a: null, b: { NetworkID: '' } } } }),
    ).toEqual({
      ...{ id: 'x', name: null, image: null, stack: null, service: null, endpoints: [] },
    });
    for (const rubbish of [null, undefined, 7, 'text', [], {}]) {
      expect(toContainer(rubbish)).toBeNull();
      expect(toNetwork(rubbish)).toBeNull();
      expect(toEvent(rubbish)).toEqual({ type: '', action: '', container: null });
    }
  });
});
