import { describe, expect, it } from '@jest/globals';
import type { AuditEntry, User } from '../../api/operations/access.js';
import type { Enrolment } from '../../api/operations/enrolment.js';
import { actorWords, detailWords, runsOf } from './audit-words.js';
import { browserWords } from './browser.js';
import { joinedSince, joinTokenOf, NEW_JOIN } from './join-form.js';
import { scopeOf, scopeText, scopeWords } from './scope.js';
import { agoWords, untilWords } from './times.js';
import { NEW_TOKEN, tokenOf } from './token-form.js';
import { changeOf, NEW_USER, newUserOf, userFormOf } from './user-form.js';

const NOW = Date.parse('2026-11-22T13:00:00Z');
const at = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();

describe('which hosts somebody sees', () => {
  const scope = { hosts: ['web-*', 'db-1'], labels: [{ name: 'team', value: 'shop=a' }] };

  it('is typed as names and labels, and nothing of it is lost', () => {
    expect(scopeText(scope)).toBe('web-*, db-1, team=shop=a');
    expect(scopeOf(scopeText(scope))).toEqual(scope);
    expect(scopeOf(' web-* ,\n team = shop ,')).toEqual({
      hosts: ['web-*'],
      labels: [{ name: 'team', value: 'shop' }],
    });
  });

  it('is all where nothing is typed, and none where nothing is let through', () => {
    expect([scopeOf(' , '), scopeText(null), scopeWords(null)]).toEqual([null, '', 'All hosts']);
    expect(scopeWords(scope)).toBe('Only hosts web-*, db-1, team=shop=a');
    expect(scopeWords({ hosts: [], labels: [] })).toBe('No host');
  });
});

describe('a user', () => {
  const ann: User = {
    ...{ id: 'a', name: 'ann', role: 'OPERATOR', scope: { hosts: ['web-*'], labels: [] }, isDisabled: false },
    ...{ signsInBy: 'PASSWORD', createdAt: at(-9), lastSeenAt: null },
  };

  it('is made of what was typed', () => {
    const form = { ...NEW_USER, name: ' bob ', password: ' long enough ', hosts: 'web-1' };
    expect(newUserOf(form)).toEqual({
      ...{ name: 'bob', password: ' long enough ', role: 'VIEWER' },
      scope: { hosts: ['web-1'], labels: [] },
    });
  });

  it('is told what changed, and nothing else', () => {
    const form = userFormOf(ann, 'another');
    expect(changeOf(form, ann)).toEqual({});
    expect(changeOf({ ...form, hosts: '' }, ann)).toEqual({ scope: null });
    expect(changeOf({ ...form, role: 'ADMIN', isOn: false, password: 'x' }, ann)).toEqual({
      ...{ role: 'ADMIN', scope: null, isDisabled: true, password: 'x' },
    });
  });

  it('of another service has no password here, and one’s own is changed elsewhere', () => {
    expect(userFormOf(ann, null).hasPassword).toBe(true);
    expect(userFormOf({ ...ann, signsInBy: 'OIDC' }, null).hasPassword).toBe(false);
    expect(userFormOf(ann, ann.id).hasPassword).toBe(false);
  });
});

describe('a token', () => {
  it('ends after the days that were chosen', () => {
    expect(tokenOf({ ...NEW_TOKEN, name: ' ci ', days: 7 }, NOW)).toEqual({
      ...{ name: 'ci', role: 'VIEWER', scope: null, expiresAt: at(7 * 24) },
    });
  });
});

describe('hosts that join', () => {
  it('get labels as they are typed; what is none is left to be refused', () => {
    expect(joinTokenOf({ ...NEW_JOIN, labels: 'team=shop, site = paris,, x' })).toEqual({
      ...{ validMinutes: 60, uses: 1 },
      labels: [
        { key: 'team', value: 'shop' },
        { key: 'site', value: 'paris' },
        { key: 'x', value: '' },
      ],
    });
  });

  it('are those since the token was made, the newest first', () => {
    const host = (hostId: string, hours: number) => ({ hostId, enrolledAt: at(hours) }) as Enrolment;
    const joined = joinedSince([host('a', -1), host('b', 1), host('c', 2)], at(0));
    expect(joined.map(({ hostId }) => hostId)).toEqual(['c', 'b']);
    expect(joinedSince([host('a', 1)], '')).toEqual([]);
  });
});

describe('words', () => {
  it('tell how long ago and until when', () => {
    expect([agoWords(at(-3), NOW), agoWords(at(-0.01), NOW), agoWords(at(1), NOW)]).toEqual([
      ...['3 h ago', 'just now', 'just now'],
    ]);
    expect(untilWords(at(26), NOW)).toBe('for 1 d 2 h more');
    expect(untilWords(at(-1), NOW)).toMatch(/^over since 2026-11-22 /);
  });

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Safari/604', 'Safari on iOS'],
    ['Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', 'Chrome on Android'],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['', 'Unknown browser'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ])('tell which browser %s is', (agent, words) => {
    expect(browserWords(agent)).toBe(words);
  });

  it('tell who did something, and what more is known', () => {
    const who = (actor: string, actorKind: string): string =>
      actorWords({ actor, actorKind, outcome: 'DENIED' } as AuditEntry);
    expect([who('ann', 'session'), who('ann', 'token'), who('local', 'local')]).toEqual([
      'ann',
      'ann (token)',
      'local',
    ]);
    expect([who('eve', 'nobody'), who('', 'nobody')]).toEqual(['eve (not proven)', 'Nobody']);
    expect(detailWords({ reason: 'wrong', input: { role: null, hosts: ['a'], uses: 1, labels: [] } })).toBe(
      'reason wrong, hosts ["a"], uses 1',
    );
    expect(detailWords({ browser: 'Mozilla/5.0 (X11; Linux) Firefox/140.0' })).toBe('browser Firefox on Linux');
    expect(detailWords(null)).toBe('');
    expect(detailWords({ text: 'x'.repeat(900) })).toHaveLength(302);
  });

  it('tell the same on end once, with how often and since when', () => {
    const entry = (id: string, action: string, minutes: number) =>
      ({ id, action, actor: 'ann', at: at(minutes / 60) }) as AuditEntry;
    const runs = runsOf([entry('a', 'x', 3), entry('b', 'x', 2), entry('c', 'y', 1), entry('d', 'x', 0)]);
    expect(runs.map(({ entry: { id }, count, since }) => [id, count, since])).toEqual([
      ['a', 2, at(2 / 60)],
      ['c', 1, at(1 / 60)],
      ['d', 1, at(0)],
    ]);
  });
});
