import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RULES } from '../rule/defaults.js';
import { ruleOf } from '../rule/rule.fixture.js';
import { container, host, HOST_SILENT, NOT_QUIET, settled } from './alert.fixture.js';
import { churnOf, type TimedChurn } from './churn.js';
import { Lifecycle } from './lifecycle.js';
import { takesChange, takesFinding } from './told.js';

const CPU = ruleOf({ id: 'cpu' });
const MEMORY = ruleOf({ id: 'memory', threshold: { figure: 'memoryPercent', above: 90 }, severity: 'critical' });
const CONTAINER_CPU = ruleOf({ id: 'container-cpu', per: 'container' });
const RULES = [CPU, MEMORY, CONTAINER_CPU, HOST_SILENT];
const WEB = host('web');
const MINUTE_MS = 60_000;

describe('the life of an alert', () => {
  it('goes from pending over firing and acknowledged to resolved, and is told twice', () => {
    const life = Lifecycle.begin(RULES);
    life.take('pending', 'cpu', WEB, 85, 0);
    expect(settled(life, 0)).toEqual(['pending cpu web']);
    life.take('firing', 'cpu', WEB, 90, 1_000);
    expect(settled(life, 1_000)).toEqual(['firing cpu web', 'news opened']);
    expect(settled(life, 2_000)).toEqual([]);
    const { id = '', incidentId } = life.current()[0] ?? {};
    expect(life.isUnattended(incidentId ?? '')).toBe(true);
    expect(life.acknowledge(id, { by: 'ann', atMs: 3_000, note: 'looking' })).toBe(true);
    expect(settled(life, 3_000)).toEqual(['acknowledged cpu web']);
    expect(life.isUnattended(incidentId ?? '')).toBe(false);
    life.take('resolved', 'cpu', WEB, 97, 4_000);
    const { alerts, news } = life.settle(4_000, NOT_QUIET);
    expect(alerts).toMatchObject([
      { id, state: 'resolved', sinceMs: 0, firedMs: 1_000, resolvedMs: 4_000, resolution: 'over', value: 97 },
    ]);
    expect(news.map(({ kind }) => kind)).toEqual(['resolved']);
    expect(life.acknowledge(id, { by: 'ann', atMs: 5_000, note: '' })).toBe(false);
  });

  it('that was only pending is told to nobody', () => {
    const life = Lifecycle.begin(RULES);
    life.take('pending', 'cpu', WEB, 85, 0);
    life.settle(0, NOT_QUIET);
    life.take('dropped', 'cpu', WEB, 85, 1_000);
    expect(settled(life, 1_000)).toEqual(['dropped']);
    expect(life.save().alerts).toEqual([]);
  });

  it('goes on after a restart without being told again, and its end is told', () => {
    const before = Lifecycle.begin(RULES);
    before.take('firing', 'cpu', WEB, 90, 0);
    before.settle(0, NOT_QUIET);
    const saved: unknown = JSON.parse(JSON.stringify(before.save()));
    const life = Lifecycle.restore(RULES, saved as ReturnType<Lifecycle['save']>);
    if (!life) throw new Error('not restored');
    life.take('firing', 'cpu', WEB, 90, 1_000);
    expect(settled(life, 1_000)).toEqual(['firing cpu web']);
    life.take('resolved', 'cpu', WEB, 90, 2_000);
    expect(settled(life, 2_000)).toEqual(['resolved cpu web', 'news resolved']);
  });

  it('is not read from what another version saved', () => {
    expect(Lifecycle.restore(RULES, { ...Lifecycle.begin(RULES).save(), version: 99 })).toBeNull();
  });

  it('ends with its rule', () => {
    const life = Lifecycle.begin(RULES);
    life.take('firing', 'cpu', WEB, 90, 0);
    life.settle(0, NOT_QUIET);
    life.setRules([{ ...CPU, isEnabled: false }], 1_000);
    expect(life.settle(1_000, NOT_QUIET).alerts).toMatchObject([{ state: 'resolved', resolution: 'rule removed' }]);
  });

  it('of a change is over after its time, that of a pattern when the pattern is', () => {
    const rules = [
      ruleOf({ id: 'mtu', change: { changes: ['interface.*'] } }),
      ruleOf({ id: 'scan', pattern: { categories: ['security'] } }),
    ];
    const life = Lifecycle.begin(rules);
    life.tell('mtu', WEB, { text: 'eth0 has MTU 1400 (was 1500)', value: null, untilMs: 900_000 }, 0);
    life.tell('scan', host('db'), { text: 'db was scanned', value: 0.9, untilMs: null }, 0);
    expect(settled(life, 0)).toEqual(['firing mtu web', 'firing scan db', 'news opened', 'news opened']);
    expect(settled(life, 899_999)).toEqual([]);
    expect(settled(life, 900_000)).toEqual(['resolved mtu web', 'news resolved']);
    life.over('scan', host('db'), 950_000);
    expect(settled(life, 950_000)).toEqual(['resolved scan db', 'news resolved']);
  });
});

describe('alerts that belong together', () => {
  it('are one incident, told again only of a trouble that is new or worse', () => {
    const life = Lifecycle.begin(RULES);
    life.take('firing', 'container-cpu', container('a', 'web'), 90, 0);
    expect(settled(life, 0)).toContain('news opened');
    life.take('firing', 'container-cpu', container('b', 'web'), 90, 1_000);
    expect(settled(life, 1_000)).toEqual(['firing container-cpu b']);
    life.take('firing', 'cpu', WEB, 95, 1_500);
    expect(settled(life, 1_500)).toEqual(['firing cpu web', 'news worse']);
    life.take('resolved', 'cpu', WEB, 95, 1_600);
    life.take('firing', 'memory', WEB, 95, 2_000);
    expect(settled(life, 2_000)).toContain('news worse');
    for (const [rule, subject] of [
      ['container-cpu', container('a', 'web')],
      ['container-cpu', container('b', 'web')],
    ] as const) {
      life.take('resolved', rule, subject, 90, 3_000);
    }
    expect(settled(life, 3_000).filter((each) => each.startsWith('news'))).toEqual([]);
    life.take('resolved', 'memory', WEB, 95, 4_000);
    expect(settled(life, 4_000)).toContain('news resolved');
    expect(life.save().incidents).toHaveLength(1);
  });

  it('that come again while another lasts for days are told again', () => {
    const HOUR_MS = 60 * MINUTE_MS;
    const life = Lifecycle.begin(DEFAULT_RULES);
    const news = (kind: 'firing' | 'resolved', rule: string, atMs: number): string[] => {
      life.take(kind, rule, WEB, 1, atMs);
      return life.settle(atMs, NOT_QUIET).news.map(({ kind: told, ruleId }) => `${told} ${ruleId}`);
    };
    expect(news('firing', 'collector-failing', 0)).toEqual(['opened collector-failing']);
    expect(news('firing', 'host-silent', HOUR_MS)).toEqual(['worse host-silent']);
    expect(news('resolved', 'host-silent', HOUR_MS + MINUTE_MS)).toEqual([]);
    expect(news('firing', 'host-silent', HOUR_MS + 20 * MINUTE_MS)).toEqual([]);
    expect(news('resolved', 'host-silent', HOUR_MS + 21 * MINUTE_MS)).toEqual([]);
    expect(news('firing', 'host-silent', 200 * HOUR_MS)).toEqual(['worse host-silent']);
    expect(life.save().incidents).toMatchObject([
      { ruleIds: ['collector-failing', 'host-silent'], severity: 'critical' },
    ]);
  });

  it.each([
    ['network', 1],
    ['service', 1],
    ['rule', 1],
    ['host', 2],
    ['subject', 2],
  ])('are so by %s', (groupBy, incidents) => {
    const life = Lifecycle.begin([ruleOf({ id: 'cpu', per: 'container', groupBy })]);
    life.take('firing', 'cpu', container('a', 'web'), 90, 0);
    life.take('firing', 'cpu', container('b', 'db'), 90, 0);
    expect(life.settle(0, NOT_QUIET).news).toHaveLength(incidents);
  });

  it('are forgotten an hour after they are over', () => {
    const life = Lifecycle.begin(RULES);
    life.take('firing', 'cpu', WEB, 90, 0);
    life.settle(0, NOT_QUIET);
    life.take('resolved', 'cpu', WEB, 90, 1_000);
    const id = life.settle(1_000, NOT_QUIET).news[0]?.incidentId ?? '';
    expect(life.alertsOf(id)).toHaveLength(1);
    life.settle(62 * MINUTE_MS, NOT_QUIET);
    expect([life.incident(id), life.save().alerts]).toEqual([null, []]);
  });

  it('are kept for as long as somebody is still to be told of them', () => {
    const life = Lifecycle.begin(RULES);
    life.take('firing', 'cpu', WEB, 90, 1_000);
    const awaited = life.settle(1_000, NOT_QUIET).news[0]?.incidentId ?? '';
    life.take('resolved', 'cpu', WEB, 90, 2_000);
    life.settle(2_000, NOT_QUIET);
    life.settle(62 * MINUTE_MS, NOT_QUIET, new Set([awaited]));
    expect(life.alertsOf(awaited)).toHaveLength(1);
    life.settle(124 * MINUTE_MS, NOT_QUIET);
    expect(life.alertsOf(awaited)).toEqual([]);
  });
});

describe('a host that is away', () => {
  it('keeps quiet what is on it, before and a little after it comes back', () => {
    const life = Lifecycle.begin(RULES);
    life.take('firing', 'host-silent', WEB, 30, 0);
    life.take('firing', 'container-cpu', container('a', 'web'), 90, 0);
    life.take('firing', 'container-cpu', container('b', 'db'), 90, 0);
    const { alerts, news } = life.settle(0, NOT_QUIET);
    expect(news).toHaveLength(2);
    const [away, below] = alerts;
    expect(below?.inhibitedBy).toBe(away?.id);
    life.take('resolved', 'host-silent', WEB, 30, 10_000);
    expect(settled(life, 10_000).filter((each) => each === 'news opened')).toEqual([]);
    expect(settled(life, 39_000)).toEqual([]);
    expect(settled(life, 41_000)).toContain('news opened');
  });

  it('does so as soon as it is suspected', () => {
    const life = Lifecycle.begin(RULES);
    life.take('pending', 'host-silent', WEB, 30, 0);
    life.take('firing', 'cpu', WEB, 90, 0);
    expect(settled(life, 0)).toEqual(['pending host-silent web', 'firing cpu web']);
  });
});

describe('a container that was stopped on purpose', () => {
  const silent = ruleOf({ id: 'silent', per: 'interface', absence: { afterSeconds: 30 } });
  const stopAt = (atMs: number): TimedChurn => ({ churn: { containerId: 'a', isStopped: true }, atMs });
  const startAt = (atMs: number): TimedChurn => ({ churn: { containerId: 'a', isStopped: false }, atMs });
  const eth0 = { ...container('a', 'web'), level: 'interface' as const, key: 'a/eth0' };

  it('is no outage, whether that is known before or after it is missed', () => {
    const life = Lifecycle.begin([silent]);
    life.churn([stopAt(0)], 0);
    life.take('firing', 'silent', eth0, 30, 30_000);
    expect(settled(life, 30_000)).toEqual([]);
    life.churn([startAt(60_000)], 60_000);
    life.take('firing', 'silent', eth0, 30, 90_000);
    expect(settled(life, 90_000)).toContain('news opened');
    life.churn([stopAt(91_000)], 91_000);
    const { alerts } = life.settle(91_000, NOT_QUIET);
    expect(alerts).toMatchObject([{ state: 'resolved', resolution: 'stopped on purpose' }]);
  });

  it('is none once it is started, also where its stop is told late', () => {
    const life = Lifecycle.begin([silent]);
    life.churn([startAt(2_000)], 2_000);
    life.take('firing', 'silent', eth0, 30, 40_000);
    life.churn([stopAt(1_000)], 41_000);
    expect(settled(life, 41_000)).toEqual(['firing silent a', 'news opened']);
  });

  it('and started again before anybody looked is missed as before', () => {
    const life = Lifecycle.begin([silent]);
    life.take('firing', 'silent', eth0, 30, 0);
    life.settle(0, NOT_QUIET);
    life.churn([stopAt(1_000), startAt(2_000)], 2_000);
    expect(settled(life, 2_000)).toEqual([]);
    expect(life.current()).toMatchObject([{ state: 'firing' }]);
  });

  it('is remembered for minutes, and not written down', () => {
    const life = Lifecycle.begin([silent]);
    const before = JSON.stringify(life.save());
    life.churn([stopAt(0)], 0);
    life.settle(0, NOT_QUIET);
    expect(JSON.stringify(life.save())).toBe(before);
    life.settle(11 * MINUTE_MS, NOT_QUIET);
    life.take('firing', 'silent', eth0, 30, 12 * MINUTE_MS);
    expect(settled(life, 12 * MINUTE_MS)).toContain('news opened');
  });

  it('is told by the changes of its host', () => {
    expect(churnOf({ kind: 'container.stopped', subject: 'a' })).toEqual({ containerId: 'a', isStopped: true });
    expect(churnOf({ kind: 'container.started', subject: 'a' })).toEqual({ containerId: 'a', isStopped: false });
    expect(churnOf({ kind: 'interface.mtu', subject: 'host/eth0' })).toBeNull();
  });
});

describe('what comes and goes', () => {
  /** Fires and ends each minute, so often; answers what was told. */
  function flap(life: Lifecycle, times: number, fromMs = 0): string[] {
    return Array.from({ length: times }, (_, time) => {
      const atMs = fromMs + time * MINUTE_MS;
      life.take('firing', 'cpu', WEB, 90, atMs);
      const begun = life.settle(atMs, NOT_QUIET).news;
      life.take('resolved', 'cpu', WEB, 90, atMs + 30_000);
      return [...begun, ...life.settle(atMs + 30_000, NOT_QUIET).news].map(({ kind }) => kind);
    }).flat();
  }

  it('is told as flapping after three times, and over when it is calm', () => {
    const life = Lifecycle.begin(RULES);
    expect(flap(life, 10)).toEqual(['opened', 'resolved', 'opened', 'resolved', 'opened', 'resolved', 'flapping']);
    expect(settled(life, 24 * MINUTE_MS)).toEqual([]);
    expect(settled(life, 25 * MINUTE_MS)).toEqual(['news resolved']);
  });

  it('stays so over a restart', () => {
    const before = Lifecycle.begin(RULES);
    flap(before, 4);
    const life = Lifecycle.restore(RULES, JSON.parse(JSON.stringify(before.save())) as ReturnType<Lifecycle['save']>);
    expect(life && flap(life, 3, 4 * MINUTE_MS)).toEqual([]);
  });

  it('may come now and then', () => {
    const life = Lifecycle.begin(RULES);
    const kinds = [0, 15, 30, 45, 60].flatMap((minute) => flap(life, 1, minute * MINUTE_MS));
    expect(kinds).not.toContain('flapping');
  });

  it('for days does not hold all of its past', () => {
    const life = Lifecycle.begin(RULES);
    for (let minute = 0; minute < 48 * 60; minute += 5) flap(life, 1, minute * MINUTE_MS);
    expect(life.save().incidents.filter(({ resolvedMs }) => resolvedMs === null)).toHaveLength(1);
    expect(life.save().alerts.length).toBeLessThan(300);
  });
});

describe('what is kept quiet', () => {
  it('is told when the silence ends while it still fires', () => {
    const life = Lifecycle.begin(RULES);
    life.take('firing', 'cpu', WEB, 90, 0);
    const { alerts, news } = life.settle(0, () => 'silence-1');
    expect([alerts[0]?.silencedBy, news]).toEqual(['silence-1', []]);
    expect(settled(life, 1_000)).toEqual(['firing cpu web', 'news opened']);
  });

  it('and was told before is told to be over', () => {
    const life = Lifecycle.begin(RULES);
    life.take('firing', 'cpu', WEB, 90, 0);
    life.settle(0, NOT_QUIET);
    life.take('resolved', 'cpu', WEB, 90, 1_000);
    expect(settled(life, 1_000, () => 'silence-1')).toContain('news resolved');
  });
});

describe('rules on what is told', () => {
  it.each([
    [['interface.mtu'], 'interface.mtu', true],
    [['interface.*'], 'interface.mtu', true],
    [['*'], 'network.added', true],
    [['interface.*'], 'network.added', false],
    [['interface.mtu'], 'interface.removed', false],
  ])('on changes %j take %s: %s', (changes, kind, isTaken) => {
    expect(takesChange(ruleOf({ change: { changes } }), kind)).toBe(isTaken);
  });

  it.each([
    [{}, 'burst', 0.8, true],
    [{}, 'burst', 0.6, false],
    [{ classes: ['burst'] }, 'burst', 0.8, true],
    [{ categories: ['security'] }, 'fan-out', 0.8, true],
    [{ categories: ['security'] }, 'burst', 0.8, false],
    [{ strength: 0 }, 'burst', 0, false],
  ] as const)('on patterns %j take %s of strength %d: %s', (pattern, patternClass, strength, isTaken) => {
    expect(takesFinding(ruleOf({ pattern }), { class: patternClass, strength })).toBe(isTaken);
  });
});
