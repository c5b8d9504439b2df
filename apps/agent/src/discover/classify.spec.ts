import { describe, expect, it } from '@jest/globals';
import { classify, classOfName } from './classify.js';
import { readSysInterfaces, type SysInterface } from './sys-net.js';

const recorded = new URL('../../fixtures/host/sys', import.meta.url).pathname;

function device(name: string, fields: Partial<SysInterface> = {}): SysInterface {
  return {
    ...{ name, ifindex: 2, iflink: 2, type: 1, devtype: null, hasDevice: false, isBridge: false, isTun: false },
    ...{ hasLower: false, master: null, mac: null, mtu: 1_500, speedBitsPerSecond: null, state: 'up' as const },
    ...fields,
  };
}

const classes = (devices: readonly SysInterface[], defaultRoute: string | null = null): Record<string, string> =>
  Object.fromEntries(classify(devices, defaultRoute));

describe('sysfs', () => {
  it('is read as recorded', async () => {
    const interfaces = new Map((await readSysInterfaces(recorded)).map((each) => [each.name, each]));
    expect(interfaces.get('eth0')).toEqual(
      device('eth0', { ifindex: 4, iflink: 4, hasDevice: true, mac: '02:fc:00:00:00:01', mtu: 1_400 }),
    );
    expect(interfaces.get('veth7418f99')).toMatchObject({
      ...{ iflink: 29, master: 'br-c3eaa27d9fba', speedBitsPerSecond: 10_000_000_000, devtype: null },
    });
    expect(interfaces.get('br-c3eaa27d9fba')).toMatchObject({ isBridge: true, devtype: 'bridge' });
    expect(interfaces.get('lo')).toMatchObject({ state: 'up', mac: null, type: 772 });
    expect(classes([...interfaces.values()])).toEqual({
      'br-c3eaa27d9fba': 'bridge',
      eth0: 'uplink',
      lo: 'loopback',
      veth7418f99: 'veth',
    });
  });

  it('shows nothing where there is none', async () => {
    expect(await readSysInterfaces('/no/such/sys')).toEqual([]);
  });
});

describe('classes', () => {
  it('counts a bond instead of its members', () => {
    const devices = [
      device('bond0', { devtype: 'bond' }),
      device('eth0', { hasDevice: true, master: 'bond0' }),
      device('eth1', { hasDevice: true, master: 'bond0' }),
      device('eth2', { hasDevice: true }),
      device('bond1', { devtype: 'bond' }),
    ];
    expect(classes(devices)).toEqual({
      ...{ bond0: 'uplink', eth0: 'bond-member', eth1: 'bond-member', eth2: 'uplink', bond1: 'virtual' },
    });
  });

  it('counts a paravirtual card instead of the faster one it hides, but a card in a bridge itself', () => {
    const devices = [
      device('eth0', { hasDevice: true }),
      device('eth1', { hasDevice: true, master: 'eth0' }),
      device('br0', { isBridge: true }),
      device('eth2', { hasDevice: true, master: 'br0' }),
    ];
    expect(classes(devices)).toEqual({ eth0: 'uplink', eth1: 'bond-member', br0: 'bridge', eth2: 'uplink' });
  });

  it.each([
    ['loopback', device('lo', { type: 772 })],
    ['vlan', device('eth0.7', { devtype: 'vlan', hasLower: true, iflink: 3 })],
    ['bridge', device('docker0', { isBridge: true })],
    ['tunnel', device('wg0', { devtype: 'wireguard', type: 65_534 })],
    ['tunnel', device('tap0', { isTun: true })],
    ['tunnel', device('vxlan0', { devtype: 'vxlan' })],
    ['tunnel', device('sit0', { type: 776 })],
    ['veth', device('veth1', { iflink: 9 })],
    ['virtual', device('macvlan0', { devtype: 'macvlan', iflink: 3, hasLower: true })],
    ['virtual', device('dummy0')],
  ])('%s', (expected, each) => {
    expect(classes([each])).toEqual({ [each.name]: expected });
  });

  it('takes the default route’s interface where no device is an uplink', () => {
    expect(classes([device('eth0', { iflink: 9 }), device('dummy0')], 'eth0')).toEqual({
      eth0: 'uplink',
      dummy0: 'virtual',
    });
    expect(classes([device('eth1', { hasDevice: true }), device('tun0', { isTun: true })], 'tun0')).toEqual({
      eth1: 'uplink',
      tun0: 'tunnel',
    });
    expect(classes([], 'eth0')).toEqual({});
  });

  it.each([
    ['lo', 'loopback'],
    ['docker0', 'bridge'],
    ['docker_gwbridge', 'bridge'],
    ['br-c3eaa27d9fba', 'bridge'],
    ['veth7418f99', 'veth'],
    ['wg0', 'tunnel'],
    ['flannel.1', 'tunnel'],
    ['eth0.100', 'vlan'],
    ['eth0', 'virtual'],
  ])('guesses from the name %s: %s', (name, expected) => {
    expect(classOfName(name)).toBe(expected);
  });
});
