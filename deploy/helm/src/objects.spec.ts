import { describe, expect, it } from '@jest/globals';
import { RELEASE, render, VALUE_SETS } from './render.js';
import { faultsOf } from './schemas.js';
import { CHART, helm } from './tools.js';

describe.each(VALUE_SETS)('the chart with %s', (_, args) => {
  it('passes helm lint', async () => {
    const { code, stdout, stderr } = await helm('lint', '--strict', CHART, ...args);
    expect({ code, stderr: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('makes objects that Kubernetes knows to the last key, each once', async () => {
    const objects = await render(args);
    expect(objects.flatMap(faultsOf)).toEqual([]);
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { metadata } of objects) {
      expect(metadata.name.length).toBeLessThanOrEqual(63);
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/name': 'weir',
        'app.kubernetes.io/instance': RELEASE,
        'app.kubernetes.io/managed-by': 'Helm',
      });
    }
  });
});

describe('the schemas', () => {
  it('refuse a key that Kubernetes does not know, at any depth, and a value of another type', async () => {
    const objects = await render();
    const daemonSet = objects.find(({ kind }) => kind === 'DaemonSet');
    if (!daemonSet) throw new Error('no DaemonSet');
    const [container] = daemonSet['spec'].template.spec.containers;
    container.securityContext.privilged = true;
    container.livenessProbe.periodSeconds = '10';
    daemonSet['spec'].template.spec.volumes[0].hostPath.mode = 'ro';
    expect(faultsOf(daemonSet)).toEqual([
      expect.stringContaining('/livenessProbe/periodSeconds must be integer'),
      expect.stringContaining(
        '/securityContext must NOT have additional properties {"additionalProperty":"privilged"}',
      ),
      expect.stringContaining('/hostPath must NOT have additional properties {"additionalProperty":"mode"}'),
    ]);
  });
});
