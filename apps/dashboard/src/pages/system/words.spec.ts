import { describe, expect, it } from '@jest/globals';
import type { CollectionGroup, SystemPart } from '../../api/operations/system.js';
import { groupWords, settingsOf } from '../settings/collection/words.js';
import { linksFor, SECTIONS } from '../settings/sections.js';
import { roleFor } from '../../composables/addresses.js';
import { accessFor } from '../../composables/use-access.js';
import { namesWords } from './agent-columns.js';
import { clockWords, failingWords, summaryWords } from './words.js';

const part = (name: SystemPart['name'], state: SystemPart['state']): SystemPart => ({
  name,
  state,
  text: '',
  remedy: null,
});

describe('how weir does', () => {
  it('is told in a sentence, what is worst first', () => {
    expect(summaryWords([part('AGENTS', 'GOOD'), part('STREAM', 'UNKNOWN')])).toBe('All is well.');
    expect(summaryWords([part('AGENTS', 'WARN'), part('INGEST', 'BAD'), part('DATABASE', 'BAD')])).toBe(
      'Not well: storing, database. To be looked at: agents.',
    );
    expect(summaryWords([part('AGENTS', 'WARN')])).toBe('To be looked at: agents.');
  });

  it('is not called well where an agent does not tell it', () => {
    expect([clockWords(null), clockWords(0), clockWords(-90_000)]).toEqual(['not told', 'right', '1 min 30 s ahead']);
    expect([failingWords(null), failingWords([]), failingWords(['a', 'b'])]).toEqual(['not told', 'none', 'a, b']);
    expect(namesWords({ docker: null, kubernetes: null })).toBe('not told');
    expect(namesWords({ docker: 'ABSENT', kubernetes: 'ABSENT' })).toBe('nobody');
    expect(namesWords({ docker: 'UNREACHABLE', kubernetes: 'CONNECTED' })).toBe(
      'Docker, which does not answer, Kubernetes',
    );
  });
});

describe('what agents were told', () => {
  const group: CollectionGroup = {
    ...{ intervalMilliseconds: 5_000, collectorsOff: ['latency'], excludedInterfaces: ['veth*', 'br-?'] },
    ...{ excludedContainers: [], missing: [], platform: 'linux', hostCount: 12, hosts: [] },
  };

  it('is said with the variable that sets it', () => {
    expect(groupWords(group)).toBe('12 hosts on Linux');
    expect(settingsOf(group).map(({ value, text }) => [value, text])).toEqual([
      ['5 s', 'WEIR_INTERVAL_MS=5000'],
      ['Latency to NATS and to other hosts', 'WEIR_COLLECTORS_OFF=latency'],
      ['veth*, br-?', 'WEIR_EXCLUDE_INTERFACES=veth*,br-?'],
      ['none', 'WEIR_EXCLUDE_CONTAINERS='],
    ]);
  });

  it('is nothing where they have not told it', () => {
    const untold = { ...group, intervalMilliseconds: null, platform: null, hostCount: 1 };
    expect([groupWords(untold), settingsOf(untold)]).toEqual(['1 host of whose agent nothing is known yet', []]);
  });
});

describe('the settings', () => {
  const me = { name: 'ann', kind: 'SESSION', accountId: 'a', hasPassword: true } as const;
  const shown = (role: 'VIEWER' | 'ADMIN', scope: { hosts: string[]; labels: [] } | null): string[] => {
    const { can } = accessFor({ ...me, role, scope });
    return SECTIONS.flatMap(({ links }) => linksFor(links, can, roleFor)).map(({ label }) => label);
  };

  it('lead to what somebody may look at, and to nothing else', () => {
    expect(shown('ADMIN', null)).toHaveLength(SECTIONS.flatMap(({ links }) => links).length);
    expect(shown('VIEWER', null)).not.toContain('Users');
    expect(shown('VIEWER', null)).toContain('Storage');
    expect(shown('VIEWER', { hosts: ['web-*'], labels: [] })).not.toContain('Storage');
  });
});
