import { describe, expect, it } from '@jest/globals';
import { containerSort } from './columns.js';
import { belongsTo, describeCores } from './words.js';

const alone = { stack: null, service: null, podNamespace: null, pod: null, workload: null };

describe('what a container is part of', () => {
  it('is its workload, else its service, else its stack', () => {
    expect(belongsTo({ ...alone, workload: 'Deployment/web', podNamespace: 'prod', stack: 'x' })?.id).toBe(
      'prod/Deployment/web',
    );
    expect(belongsTo({ ...alone, stack: 'shop', service: 'web' })).toMatchObject({ kind: 'service', id: 'shop/web' });
    expect(belongsTo({ ...alone, stack: 'shop' })).toMatchObject({ kind: 'stack', id: 'shop' });
    expect(belongsTo(alone)).toBeNull();
  });
});

describe('the order of containers', () => {
  it('falls by figures and rises by texts at first, and turns when it is asked to', () => {
    expect(containerSort({ column: 'traffic', rising: false })).toEqual({
      by: 'BYTES_PER_SECOND',
      direction: 'DESCENDING',
    });
    expect(containerSort({ column: 'traffic', rising: true }).direction).toBe('ASCENDING');
    expect(containerSort({ column: 'name', rising: false })).toEqual({ by: 'NAME', direction: 'ASCENDING' });
    expect(containerSort({ column: 'started', rising: false }).direction).toBe('ASCENDING');
    expect(containerSort({ column: 'nothing like it', rising: false }).by).toBe('BYTES_PER_SECOND');
  });
});

describe('CPU of a container', () => {
  it('is in percent of a core up to a whole one, and in cores beyond', () => {
    expect(describeCores(12.4)).toBe('12 %');
    expect(describeCores(250)).toBe('2.5 cores');
  });
});
