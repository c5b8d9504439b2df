import { describe, expect, it } from '@jest/globals';
import { foundBroken, foundUnknown, foundWell, isWell, toldFindings } from './finding.js';

const FINDINGS = [
  foundWell('NATS', 'is there'),
  foundUnknown('TLS', 'is not used'),
  foundBroken('disk', 'is full:\nmake room'),
];

describe('findings', () => {
  it('are a line each, with what is to be mended', () => {
    expect(toldFindings(FINDINGS, false)).toBe('✓ NATS: is there\n– TLS: is not used\n✗ disk: is full: make room\n');
  });

  it('are well where nothing is broken', () => {
    expect([isWell(FINDINGS), isWell(FINDINGS.slice(0, 2))]).toEqual([false, true]);
    expect(JSON.parse(toldFindings(FINDINGS, true))).toEqual({ well: false, findings: FINDINGS });
  });
});
