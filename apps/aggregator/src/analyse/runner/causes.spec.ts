import { describe, expect, it } from '@jest/globals';
import type { Finding, PatternClass } from '../pattern/finding.js';
import type { AnalysedInterface } from '../../store/patterns/analysed-hosts.js';
import { causesOf, type Suspect } from './causes.js';
import { interfaceOf, webHost } from './interfaces.fixture.js';

const START_MS = Date.UTC(2026, 0, 5, 2);
const { tree } = webHost();

function suspect(told: AnalysedInterface, name: PatternClass, evidence: Finding['evidence'], sinceMs = 0): Suspect {
  const finding = { id: 1, class: name, startMs: START_MS + sinceMs, endMs: null, strength: 0.5, evidence };
  return { told, finding, entityKey: told.netId };
}
const burst = (told: AnalysedInterface, bytesMore: number, sinceMs = 0): Suspect =>
  suspect(told, 'burst', { peakBytesPerSecond: 1e6 + bytesMore, usualBytesPerSecond: 1e6 }, sinceMs);

/** Which interface each is laid to; only those that are laid to another. */
function laidTo(...suspects: readonly Suspect[]): Record<string, string> {
  return Object.fromEntries([...causesOf(suspects)].map(([one, cause]) => [one.told.key, cause.told.key]));
}

describe('the cause of what shows on several interfaces', () => {
  it('is the lowest that explains half of it', () => {
    expect(laidTo(burst(tree.uplink, 11e6), burst(tree.bridge, 10e6), burst(tree.shop, 9e6))).toEqual({
      'host/eth0': '11/eth0',
      'host/br-app': '11/eth0',
    });
  });

  it('is of one class and thing what began first, while it goes on', () => {
    const other = {
      ...burst(interfaceOf('11/eth1', { class: 'container' }), 20e6, 3_600_000),
      entityKey: tree.shop.netId,
    };
    const first = burst(tree.shop, 9e6);
    const over = { ...first, finding: { ...first.finding, endMs: START_MS + 60_000 } };
    expect(laidTo(other, first)).toEqual({ '11/eth1': '11/eth0' });
    expect(laidTo(other, over)).toEqual({});
  });

  it('is the largest of several uplinks that rise or fall at once; what is wrong with a link is its own', () => {
    const second = interfaceOf('host/eth1', { class: 'uplink', isUplink: true });
    expect(laidTo(burst(second, 4e6), burst(tree.uplink, 10e6))).toEqual({ 'host/eth1': 'host/eth0' });
    expect(laidTo(burst(second, 4e6, 3_600_000), burst(tree.uplink, 10e6))).toEqual({});
    expect(laidTo(suspect(second, 'error storm', {}), suspect(tree.uplink, 'error storm', {}))).toEqual({});
  });

  it('is no container that has only a small part in it', () => {
    expect(laidTo(burst(tree.uplink, 10e6), burst(tree.shop, 2e6))).toEqual({});
  });

  it('stands above where several together make it, and none of them alone', () => {
    const third = interfaceOf('13/eth0', { class: 'container', networkId: 'app-id', namespace: '13' });
    const each = [tree.shop, tree.db, third].map((told) => burst(told, 3e6));
    expect(laidTo(burst(tree.bridge, 9.5e6), ...each)).toEqual({
      '11/eth0': 'host/br-app',
      '12/eth0': 'host/br-app',
      '13/eth0': 'host/br-app',
    });
  });

  it('may be called otherwise below: an outage of a container is a drop of its network', () => {
    const outage = suspect(tree.shop, 'outage', { usualBytesPerSecond: 1e6 });
    const drop = suspect(tree.bridge, 'drop', { usualBytesPerSecond: 1.2e6, lowestShare: 0.2 }, 20_000);
    const shift = suspect(tree.uplink, 'level shift', { levelBefore: 1.3e6, levelAfter: 3e5 }, 30_000);
    expect(laidTo(shift, drop, outage)).toEqual({ 'host/br-app': '11/eth0', 'host/eth0': '11/eth0' });
  });

  it('is not what fell for what rose, or what began an hour before', () => {
    const outage = suspect(tree.shop, 'outage', { usualBytesPerSecond: 1e6 });
    expect(laidTo(burst(tree.uplink, 1e6), outage)).toEqual({});
    expect(laidTo(burst(tree.uplink, 1e6, 3_600_000), burst(tree.shop, 1e6))).toEqual({});
  });

  it('is the bond where several of its members show it, or the container behind them, and a member alone', () => {
    const bond = interfaceOf('host/bond0', { class: 'uplink', isUplink: true });
    const [one, two] = ['host/eth0', 'host/eth1'].map((key) =>
      interfaceOf(key, { class: 'bond-member', master: 'bond0' }),
    );
    const flip = (told?: AnalysedInterface): Suspect => suspect(told ?? bond, 'asymmetric flip', {});
    expect(laidTo(flip(bond), flip(one), flip(two))).toEqual({ 'host/eth0': 'host/bond0', 'host/eth1': 'host/bond0' });
    expect(laidTo(flip(bond), flip(one))).toEqual({ 'host/bond0': 'host/eth0' });
    const bridged = suspect(tree.bridge, 'asymmetric flip', {});
    expect(laidTo(flip(bond), flip(one), flip(two), bridged)).toEqual({
      'host/bond0': 'host/br-app',
      'host/eth0': 'host/br-app',
      'host/eth1': 'host/br-app',
    });
    const members = [one, two].map((told) => burst(told ?? bond, 5e6));
    expect(laidTo(burst(bond, 10e6), ...members, burst(tree.shop, 9e6))).toEqual({
      'host/bond0': '11/eth0',
      'host/eth0': '11/eth0',
      'host/eth1': '11/eth0',
    });
  });

  it('is not on another network', () => {
    const other = interfaceOf('host/br-other', { class: 'bridge', networkId: 'other-id' });
    expect(laidTo(burst(other, 1e6), burst(tree.shop, 1e6))).toEqual({});
  });

  it('is found among thousands of containers without comparing each with each', () => {
    const many = Array.from({ length: 4_000 }, (_, index) =>
      burst(interfaceOf(`${index}/eth0`, { class: 'container', networkId: 'app-id', namespace: String(index) }), 1e6),
    );
    let looks = 0;
    const counted = many.map((each) => ({
      ...each,
      get finding() {
        looks += 1;
        return each.finding;
      },
    }));
    expect(causesOf([burst(tree.bridge, 4e9), ...counted]).size).toBe(4_000);
    expect(looks / many.length).toBeLessThan(100);
  });

  it('is told once of a container that has two interfaces', () => {
    const [one, two] = [burst(tree.shop, 5e6), burst(tree.db, 2e6)];
    expect(laidTo({ ...one, entityKey: 'shop' }, { ...two, entityKey: 'shop' })).toEqual({ '12/eth0': '11/eth0' });
  });

  it('of a burst each night is the run of a job at that time', () => {
    const lastRun = { lastStartMs: START_MS - 60_000, lastEndMs: START_MS + 840_000, lastBytes: 9e9 };
    const job = suspect(tree.shop, 'periodic job', lastRun, -6 * 86_400_000);
    expect(laidTo(burst(tree.uplink, 10e6), job)).toEqual({ 'host/eth0': '11/eth0' });
    expect(laidTo(burst(tree.uplink, 10e6, 3_600_000), job)).toEqual({});
  });
});
