import { describe, expect, it } from '@jest/globals';
import { COUNTERS, decodeEvent, decodeInventory, decodeState, decodeTraffic, type TrafficMessage } from '@weir/model';
import { SimulatedFleet } from './fleet.js';
import type { AgentOptions, Outgoing } from './host.js';
import type { FleetOptions } from './plan.js';

/** A Thursday, 14:00 UTC. */
const AFTERNOON = Date.UTC(2026, 0, 15, 14) / 1_000;
const NIGHT = Date.UTC(2026, 0, 15, 4) / 1_000;
const FLEET: FleetOptions = { seed: 7, hosts: 10, seriesPerHost: 20, isIdleAtTimes: true };
const agents = (fromSecond: number, more: Partial<AgentOptions> = {}): AgentOptions => ({
  ...{ life: 'first', fromMs: fromSecond * 1_000, hasHistory: true, hasStates: false, ...more },
});

/** All messages of a stretch, told in steps of so many seconds. */
function publish(fleet: SimulatedFleet, fromSecond: number, seconds: number, step = 1): Outgoing[] {
  const messages: Outgoing[] = [];
  for (let second = fromSecond + step; second <= fromSecond + seconds; second += step) {
    messages.push(...fleet.tick(second));
  }
  return messages;
}

function trafficOf(messages: readonly Outgoing[]): TrafficMessage[] {
  return messages
    .filter(({ kind }) => kind === 'traffic')
    .map(({ payload }) => {
      const decoded = decodeTraffic(payload);
      if (!decoded.ok) throw new Error(`${decoded.refusal.field}: ${decoded.refusal.reason}`);
      return decoded.value;
    });
}

/** What messages add up to, by host and key. */
function sumsOf(messages: readonly TrafficMessage[]): Map<string, number[]> {
  const sums = new Map<string, number[]>();
  for (const { host, keys, columns } of messages) {
    keys.forEach((key, index) => {
      const known = sums.get(`${host} ${key}`) ?? COUNTERS.map(() => 0);
      sums.set(
        `${host} ${key}`,
        COUNTERS.map((counter, column) => (known[column] ?? 0) + (columns[counter][index] ?? 0)),
      );
    });
  }
  return sums;
}

const total = (messages: readonly Outgoing[], what: 'rows' | 'moved'): number =>
  messages.reduce((sum, message) => sum + message[what], 0);

describe('the traffic of a simulated fleet', () => {
  it('is the same for the same seed, and another for another', () => {
    const make = (seed: number): Outgoing[] =>
      publish(new SimulatedFleet({ ...FLEET, seed }, agents(AFTERNOON, { hasStates: true })), AFTERNOON, 30);
    expect(make(7)).toEqual(make(7));
    expect(make(8).map(({ payload }) => payload)).not.toEqual(make(7).map(({ payload }) => payload));
  });

  it('is told as it is kept: base and sums are those of the messages, though containers come and go', () => {
    const fleet = new SimulatedFleet(FLEET, agents(AFTERNOON));
    const messages = trafficOf(publish(fleet, AFTERNOON, 1_000));
    const sums = sumsOf(messages);
    let gone = 0;
    for (const { plan, truth } of fleet.hosts.map((host) => ({ plan: host.plan, truth: host.truth() }))) {
      const last = new Set(messages.filter(({ host }) => host === plan.id).at(-1)?.keys);
      for (const { key, sums: kept } of truth) {
        expect([...kept]).toEqual(sums.get(`${plan.id} ${key}`) ?? COUNTERS.map(() => 0));
        if (!last.has(key)) gone += 1;
      }
    }
    expect(gone).toBeGreaterThan(3);
  });

  it('says what an interface had counted before at first sight and every five minutes, and never all at once', () => {
    const fleet = new SimulatedFleet({ ...FLEET, hosts: 1 }, agents(AFTERNOON));
    const messages = trafficOf(publish(fleet, AFTERNOON, 610));
    const key = 'host/eth0';
    const bases = messages.flatMap((message, index) => (message.base.has(key) ? [index] : []));
    expect(bases).toHaveLength(3);
    expect(bases[0]).toBe(0);
    expect((bases[2] ?? 0) - (bases[1] ?? 0)).toBe(300);
    for (const index of bases) {
      const before = sumsOf(messages.slice(0, index)).get(`${messages[0]?.host} ${key}`) ?? COUNTERS.map(() => 0);
      const first = messages[0]?.base.get(key) ?? [];
      expect(messages[index]?.base.get(key)).toEqual(first.map((start, column) => start + BigInt(before[column] ?? 0)));
    }
    expect(Math.max(...messages.slice(1).map(({ base }) => base.size))).toBeLessThan(6);
  });

  it.each([
    ['in the afternoon', AFTERNOON],
    ['at night', NIGHT],
  ])('leaves 40 to 70 %% of the series idle %s', (_when, second) => {
    for (const seriesPerHost of [20, 50]) {
      const fleet = new SimulatedFleet({ ...FLEET, hosts: 40, seriesPerHost }, agents(second));
      const messages = publish(fleet, second, 120);
      const idle = 1 - total(messages, 'moved') / total(messages, 'rows');
      expect(idle).toBeGreaterThan(0.4);
      expect(idle).toBeLessThan(0.7);
    }
  });

  it('moves every series in every second where it is told so, and makes as many as it is told', () => {
    const fleet = new SimulatedFleet({ ...FLEET, seriesPerHost: 50, isIdleAtTimes: false }, agents(NIGHT));
    const messages = publish(fleet, NIGHT, 20);
    expect(total(messages, 'moved')).toBe(total(messages, 'rows'));
    const whole = messages.filter(({ kind, rows }) => kind === 'traffic' && rows === 50);
    expect(whole.length).toBeGreaterThan(10 * 20 * 0.9);
  });

  it('covers time without a gap, by ticks that are a few ms late', () => {
    const messages = trafficOf(publish(new SimulatedFleet({ ...FLEET, hosts: 1 }, agents(AFTERNOON)), AFTERNOON, 60));
    messages.slice(1).forEach(({ at, ms }, index) => expect(at - ms).toBe(messages[index]?.at));
    expect(new Set(messages.map(({ at }) => at % 1_000)).size).toBeGreaterThan(3);
    expect(messages.every(({ at }) => at % 1_000 < 10)).toBe(true);
  });

  it('is told in merged samples as in single ones', () => {
    const single = new SimulatedFleet({ ...FLEET, hosts: 2 }, agents(AFTERNOON));
    const merged = new SimulatedFleet({ ...FLEET, hosts: 2 }, agents(AFTERNOON));
    publish(single, AFTERNOON, 120);
    const messages = publish(merged, AFTERNOON, 120, 60);
    expect(trafficOf(messages)).toHaveLength(4);
    const loopback = ({ hosts: [host] }: SimulatedFleet): unknown =>
      host?.truth().find(({ key }) => key === 'host/lo')?.sums;
    expect(loopback(merged)).toEqual(loopback(single));
  });

  it('is more in the afternoon than at night, and with packets that fit the bytes', () => {
    const received = (second: number): { bytes: number; packets: number } => {
      const messages = trafficOf(publish(new SimulatedFleet({ ...FLEET, hosts: 30 }, agents(second)), second, 60));
      const sums = [...sumsOf(messages).values()];
      const sum = (column: number): number => sums.reduce((all, each) => all + (each[column] ?? 0), 0);
      return { bytes: sum(0), packets: sum(2) };
    };
    const [day, night] = [received(AFTERNOON), received(NIGHT)];
    expect(day.bytes).toBeGreaterThan(1.8 * night.bytes);
    expect(day.bytes / day.packets).toBeGreaterThan(100);
    expect(day.bytes / day.packets).toBeLessThan(1_514);
  });

  it('shows a packet on every interface that it passes: a bond and its members carry the same', () => {
    const fleet = new SimulatedFleet(FLEET, agents(AFTERNOON));
    publish(fleet, AFTERNOON, 60);
    for (const host of fleet.hosts) {
      const sums = new Map(host.truth().map(({ key, sums: each }) => [key, each]));
      const bond = host.plan.role.uplinks[0];
      const members = bond?.members.map((name) => sums.get(`host/${name}`)?.[0] ?? 0) ?? [];
      const uplink = sums.get(`host/${bond?.name}`)?.[0] ?? 0;
      expect(uplink).toBeGreaterThan(0);
      if (members.length > 0) expect(members.reduce((sum, each) => sum + each, 0) / uplink).toBeCloseTo(1, 2);
    }
  });
});

describe('hosts at the ends of what there is', () => {
  it('carry nothing, a byte a second, a gigabit in one second of ten, and 100 Gbit/s, to the byte', () => {
    const fleet = new SimulatedFleet({ ...FLEET, hosts: 0, hasExtremes: true }, agents(AFTERNOON));
    const messages = trafficOf(publish(fleet, AFTERNOON, 60));
    const carried = fleet.hosts.map((host) => {
      const sums = new Map(host.truth().map(({ key, sums: each }) => [key, [...each].slice(0, 2)]));
      const container = [...sums.keys()].find((key) => !key.startsWith('host/')) ?? '';
      return [host.plan.name, sums.get('host/eth0'), sums.get(container), host.plan.role.speedBitsPerSecond];
    });
    expect(carried).toEqual([
      ['idle-1.simulated', [0, 0], [0, 0], 1e9],
      ['one-byte-1.simulated', [60, 60], [60, 60], 1e9],
      ['bursts-1.simulated', [750e6, 750e6], [750e6, 750e6], 1e9],
      ['full-1.simulated', [750e9, 750e9], [750e9, 750e9], 1e11],
    ]);
    expect(new Set(messages.map(({ ms }) => ms))).toEqual(new Set([1_000]));
  });
});

describe('troubles of uplinks', () => {
  it('lose packets for a while on some hosts, where they are asked for', () => {
    const lossOf = (hasTroubles: boolean): number[] => {
      const fleet = new SimulatedFleet({ ...FLEET, hasTroubles }, agents(AFTERNOON));
      publish(fleet, AFTERNOON, 1_800, 60);
      return fleet.hosts.map((host) => {
        const uplink = `host/${host.plan.role.uplinks[0]?.name}`;
        const sums = host.truth().find(({ key }) => key === uplink)?.sums ?? new Float64Array(8);
        return sums.slice(4).reduce((sum, each) => sum + each, 0) / ((sums[2] ?? 0) + (sums[3] ?? 0));
      });
    };
    expect(lossOf(false).every((share) => share < 0.0005)).toBe(true);
    const losing = lossOf(true).filter((share) => share > 0.0005);
    expect(losing.length).toBeGreaterThan(1);
    expect(losing.length).toBeLessThan(5);
  });
});

describe('the containers of a simulated fleet', () => {
  /** Each inventory decodes; the interfaces of its containers by service and replica. */
  function inventories(messages: readonly Outgoing[]) {
    return messages
      .filter(({ kind }) => kind === 'inventory')
      .map(({ payload }) => {
        const decoded = decodeInventory(payload);
        if (!decoded.ok) throw new Error(`${decoded.refusal.field}: ${decoded.refusal.reason}`);
        return decoded.value;
      });
  }

  it('are replaced by others of the same stack, service and name, and their interfaces by others', () => {
    const fleet = new SimulatedFleet(FLEET, agents(AFTERNOON));
    const messages = publish(fleet, AFTERNOON, 1_800);
    const lives = new Map<string, Map<string, string>>();
    for (const { host, containers, interfaces } of inventories(messages)) {
      for (const { id, stack, service, name, namespace } of containers) {
        const entity = `${host} ${stack} ${service} ${name}`;
        lives.set(entity, (lives.get(entity) ?? new Map<string, string>()).set(id, namespace ?? ''));
        expect(interfaces.filter(({ key }) => key === `${namespace}/eth0`)).toHaveLength(1);
      }
    }
    const replaced = [...lives.values()].filter(({ size }) => size > 1);
    expect(replaced.length).toBeGreaterThan(3);
    for (const each of replaced) expect(new Set(each.values()).size).toBe(each.size);
    expect([...lives].filter(([entity, { size }]) => size > 1 && !entity.includes('runner')).length).toBeLessThan(20);
  });

  it('are told of before their traffic, with what came and went and with their state', () => {
    const messages = publish(new SimulatedFleet(FLEET, agents(AFTERNOON, { hasStates: true })), AFTERNOON, 600);
    const known = new Map<string, Set<string>>();
    for (const { kind, host, payload } of messages) {
      if (kind === 'inventory') {
        const decoded = decodeInventory(payload);
        if (decoded.ok) known.set(host, new Set(decoded.value.interfaces.map(({ key }) => key)));
      }
      if (kind === 'traffic') {
        const decoded = decodeTraffic(payload);
        expect(decoded.ok && decoded.value.keys.filter((key) => !known.get(host)?.has(key))).toEqual([]);
      }
    }
    const of = (kind: string): Outgoing[] => messages.filter((message) => message.kind === kind);
    expect(of('state')).toHaveLength(10 * 60);
    expect(of('state').every(({ payload }) => decodeState(payload).ok)).toBe(true);
    expect(of('event').length).toBeGreaterThan(3);
    expect(of('event').every(({ payload }) => decodeEvent(payload).ok)).toBe(true);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
  });

  it('have protocols of their own, and hosts look at others, where details are asked for', () => {
    const messages = publish(
      new SimulatedFleet(FLEET, agents(AFTERNOON, { hasStates: true, hasDetails: true })),
      AFTERNOON,
      20,
    );
    const states = messages.flatMap(({ kind, payload }) => {
      const decoded = kind === 'state' ? decodeState(payload) : null;
      return decoded?.ok ? [decoded.value] : [];
    });
    expect(states).toHaveLength(20);
    for (const { host, latency, protocols } of states) {
      expect(latency?.peers.map((peer) => peer.host)).not.toContain(host);
      expect(latency?.peers).toHaveLength(4);
      expect(protocols?.keys.length).toBeGreaterThan(2);
      expect(protocols?.columns.tcpOutSegments.every((count) => count !== null && count >= 0)).toBe(true);
    }
  });

  it('make hosts whose names say what they are, and that they are simulated', () => {
    const fleet = new SimulatedFleet({ ...FLEET, hosts: 30 }, agents(AFTERNOON));
    const hosts = inventories(publish(fleet, AFTERNOON, 1));
    expect(new Set(hosts.map(({ os }) => os.hostname)).size).toBe(30);
    expect(hosts.map(({ os }) => os.hostname)).toEqual(expect.arrayContaining(['web-1.simulated', 'db-6.simulated']));
    expect(hosts.every(({ agent }) => agent.missing[0]?.includes('simulated'))).toBe(true);
    const classes = new Set(hosts.flatMap(({ interfaces }) => interfaces.map((each) => each.class)));
    expect([...classes].sort()).toEqual(
      ['bond-member', 'bridge', 'container', 'loopback', 'tunnel', 'uplink', 'veth', 'vlan'].sort(),
    );
  });
});
