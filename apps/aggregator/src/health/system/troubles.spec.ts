import { describe, expect, it } from '@jest/globals';
import { type AgentFindings, troublesOf } from './troubles.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const WELL: AgentFindings = {
  ...{ id: 'h', name: 'web-1', version: '0.2.0', intervalMs: 1_000, docker: 'connected', kubernetes: 'absent' },
  ...{ storedMs: NOW - 1_000, liveMs: NOW, clockOffsetMs: 0, failing: [] },
};
const told = (change: Partial<AgentFindings>): string[] =>
  troublesOf({ ...WELL, ...change }, '0.2.0', NOW).map(({ kind, text }) => `${kind}: ${text}`);

describe('what is wrong with an agent', () => {
  it('is no age of what is no version', () => expect(told({ version: 'of mine' })).toEqual([]));

  it('is nothing where it is well, or has not told of itself yet', () => {
    expect(told({})).toEqual([]);
    expect(told({ version: null, intervalMs: null, docker: null, clockOffsetMs: null, failing: null })).toEqual([]);
  });

  it.each<[string, Partial<AgentFindings>]>([
    ['failing: What fails: protocols, latency.', { failing: ['protocols', 'latency'] }],
    ['behind: What it sends is stored 2 min late.', { storedMs: NOW - 120_000 }],
    ['names: Docker cannot be asked', { docker: 'unreachable' }],
    ['names: Docker and Kubernetes cannot be asked', { docker: 'unreachable', kubernetes: 'unreachable' }],
    ['clock: Its clock is 90 seconds behind', { clockOffsetMs: 90_000 }],
    ['old: It runs version 0.1.10; 0.2.0 is there.', { version: '0.1.10' }],
  ])('%s', (text, change) => expect(told(change)).toEqual([expect.stringContaining(text)]));

  it('is told worst first, and of a silent one nothing else', () => {
    expect(told({ failing: ['latency'], version: '0.1.0' }).map((each) => each.split(':')[0])).toEqual([
      'failing',
      'old',
    ]);
    const silent = { storedMs: NOW - 60_000, liveMs: null, failing: ['latency'], version: '0.1.0' };
    expect(told(silent)).toEqual(['silent: It sends nothing.']);
    expect(told({ ...silent, intervalMs: 20_000 }).length).toBe(2);
  });
});
