import { describe, expect, it } from '@jest/globals';
import { COUNTERS, perCounter } from '@weir/model';
import type { HostInventory, WatchedContainer, WatchedInterface } from '../../query/watched/inventory.js';
import { Evaluator } from '../evaluate/evaluator.js';
import { SilenceClock } from '../evaluate/silence-clock.js';
import { ruleOf } from '../rule/rule.fixture.js';
import type { Rule } from '../rule/rule.js';
import { Catalogue } from './catalogue.js';
import type { Around } from './figure-values.js';
import { HostRates } from './host-rates.js';
import { HostStates } from './host-states.js';
import { Scopes } from './scopes.js';
import type { FedHost } from './watched.js';
import type { Known } from './found.js';
import { Watching } from './watching.js';

const NOW = 1_800_000_000_000;
const BUSY = ruleOf({ id: 'busy', per: 'container', threshold: { figure: 'bytesPerSecond', above: 100 } });
const CARRIES = ruleOf({ id: 'carries', per: 'interface', threshold: { figure: 'bytesPerSecond', above: 100 } });
const SILENT = ruleOf({ id: 'silent', per: 'interface', absence: { afterSeconds: 10 } });
const TASK_IDS = ['a', 'b'].map((letter) => letter.repeat(25));

const interfaceOf = (namespace: string, goneMs: number | null): WatchedInterface => ({
  ...{ hostId: 1, seriesId: 1, netId: `${namespace}/eth0`, key: `${namespace}/eth0`, name: 'eth0', class: 'container' },
  ...{ isUplink: false, networkId: null, namespace, speedBitsPerSecond: null, goneMs },
});
const containerOf = (id: string, name: string, goneMs: number | null = null): WatchedContainer => ({
  ...{ hostId: 1, id, name, namespace: `n-${id}`, stack: 'shop', service: 'shop/web', workload: null, goneMs },
});

/** What is watched on a host that has, or had, these containers; each receives 900 bytes in a second. */
function watch(rule: Rule, containers: readonly WatchedContainer[]) {
  const evaluator = new Evaluator([rule]);
  const watching = new Watching(evaluator);
  const inventory: HostInventory = {
    ...{ hostId: 1, id: 'h', name: 'web-1', intervalMs: 1_000, storedMs: NOW, revision: '', networks: [], containers },
    interfaces: containers.map(({ namespace, goneMs }) => interfaceOf(namespace ?? '', goneMs)),
  };
  const host: FedHost = { inventory, rates: ratesOf(inventory), states: new HostStates() };
  const known: Known = {
    ...{ catalogue: new Catalogue([inventory]), scopes: new Scopes(), hostOf: () => host, isStopped: () => false },
  };
  watching.look(known);
  const around: Around = {
    ...{ clock: new SilenceClock(0), heardMs: () => NOW, ingestLagSeconds: () => NaN },
    ...{ fullAtMs: () => NaN, scores: () => undefined, quotaUse: () => undefined },
  };
  /** Looks once; what fires. */
  const firing = (): string[] => {
    watching.write(NOW, around);
    evaluator.evaluate(NOW);
    return evaluator.transitions().map(({ kind, key }) => `${kind} ${key}`);
  };
  return { watching, known, firing };
}

function ratesOf({ interfaces }: HostInventory): HostRates {
  const rates = new HostRates(1_000);
  const keys = interfaces.map(({ key }) => key);
  rates.keep(keys, 1_000);
  const columns = perCounter((counter) => keys.map(() => (counter === COUNTERS[0] ? 900 : 0)));
  const message = { v: 1, host: 'h', boot: 'b', run: 'r', seq: 1, part: 0, at: NOW, ms: 1_000, keys } as const;
  rates.take({ ...message, unread: [], base: new Map(), resets: [], columns }, NOW, NOW);
  rates.settle(NOW);
  return rates;
}

describe('what rules watch', () => {
  it('leaves out what stopped at once, and begins with it anew when it is there again', () => {
    const { watching, known, firing } = watch(BUSY, [containerOf('a', 'one'), containerOf('b', 'two')]);
    expect(firing()).toEqual(['firing a', 'firing b']);
    expect(watching.leaveOut(new Set(['a']))).toMatchObject([{ ruleId: 'busy', subject: { key: 'a' }, value: 900 }]);
    expect([firing(), watching.leaveOut(new Set(['a']))]).toEqual([[], []]);
    expect(watching.look(known)).toEqual([]);
    expect(firing()).toEqual(['firing a']);
  });

  it('misses nothing of a container in whose place another one is, whatever its image', () => {
    const missed = (...containers: WatchedContainer[]): boolean =>
      watch(SILENT, containers).watching.watches(0, 'n-old/eth0');
    const old = containerOf('old', 'web', NOW);
    expect(missed(old)).toBe(true);
    expect(missed(old, containerOf('new', 'web'))).toBe(false);
    expect(missed(old, containerOf('other', 'db'))).toBe(true);
    expect(missed(old, { ...containerOf('other', 'web'), stack: 'blog' })).toBe(true);
    expect(missed(old, { ...containerOf('other', 'web'), hostId: 2 })).toBe(true);
    const [former, later] = TASK_IDS.map((id) => `shop_web.1.${id}`) as [string, string];
    expect(missed({ ...old, name: former }, containerOf('new', later))).toBe(false);
    expect(missed({ ...old, name: former }, containerOf('new', later.replace('.1.', '.2.')))).toBe(true);
  });

  it('looks again at a host that stays as it is where something stopped, and where it is there again', () => {
    const { watching, known, firing } = watch(CARRIES, [containerOf('a', 'one'), containerOf('b', 'two')]);
    expect([firing(), watching.look(known), firing()]).toEqual([['firing n-a/eth0', 'firing n-b/eth0'], [], []]);
    expect(watching.leaveOut(new Set(['a']))).toMatchObject([{ subject: { key: 'n-a/eth0' } }]);
    expect(watching.look({ ...known, isStopped: ({ id }) => id === 'a' })).toEqual([]);
    expect([watching.watches(0, 'n-a/eth0'), watching.watches(0, 'n-b/eth0')]).toEqual([false, true]);
    expect([watching.look(known), firing()]).toEqual([[], ['firing n-a/eth0']]);
  });

  it('tells what is no longer meant, or went with its host, and of nothing else', () => {
    const { watching, known, firing } = watch(CARRIES, [containerOf('a', 'one'), containerOf('b', 'two')]);
    firing();
    const scopes = Object.assign(new Scopes(), { keysOf: () => new Set(['n-b/eth0']) });
    expect(watching.look({ ...known, scopes })).toMatchObject([{ subject: { key: 'n-a/eth0', hostName: 'web-1' } }]);
    expect(watching.thing('interface', 'n-a/eth0')).toMatchObject({ name: 'eth0' });
    const nobody = { ...known, scopes, catalogue: new Catalogue([]) };
    expect(watching.look(nobody)).toMatchObject([{ subject: { key: 'n-b/eth0' } }]);
    expect(watching.thing('interface', 'n-a/eth0')).toBeUndefined();
  });
});
