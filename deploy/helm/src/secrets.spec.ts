import { describe, expect, it } from '@jest/globals';
import { type KubernetesObject, podsOf, render, renderAnew, VALUE_SETS } from './render.js';

/** What is in an address must not need encoding. */
const PASSWORD = /^[A-Za-z][A-Za-z0-9]{31}$/;

describe('secrets that the chart makes', () => {
  it('are strong, each its own, and stay when the chart goes', async () => {
    const secrets = secretsOf(await renderAnew());
    const values = secrets.flatMap(valuesOf);
    expect(secrets.map(({ metadata }) => metadata.name).sort()).toEqual(['weir-database', 'weir-keys']);
    for (const [key, value] of values) {
      if (key === 'secret-keys') expect(Buffer.from(value, 'base64')).toHaveLength(32);
      else expect(value).toMatch(PASSWORD);
    }
    const again = secretsOf(await renderAnew()).flatMap(valuesOf);
    expect(new Set([...values, ...again].map(([, value]) => value)).size).toBe(4);
    for (const { metadata } of secrets) expect(metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  it.each(VALUE_SETS)('stand nowhere else: %s', async (_, args) => {
    const objects = await render(args);
    const values = secretsOf(objects).flatMap(valuesOf);
    const others = JSON.stringify(objects.filter(({ kind }) => kind !== 'Secret'));
    for (const [, value] of values) {
      expect(others).not.toContain(value);
      expect(others).not.toContain(Buffer.from(value).toString('base64'));
    }
  });

  it('are not made where yours are named', async () => {
    const args = ['keys', 'nats', 'database', 'aggregator.tls'].flatMap((part) => [
      ...['--set', `${part}.existingSecret=of-mine`],
    ]);
    const objects = await render(args);
    expect(objects.filter(({ kind, metadata }) => kind === 'Secret' || metadata.annotations?.['helm.sh/hook'])).toEqual(
      [expect.objectContaining({ kind: 'Pod' })],
    );
  });
});

describe('what a pod was started with', () => {
  it('is told by checksums, which are the same for the same', async () => {
    const own = ['keys', 'nats', 'database'].flatMap((part) => ['--set', `${part}.existingSecret=of-mine`]);
    const checksums = async (...args: string[]): Promise<Record<string, object>> =>
      Object.fromEntries(
        podsOf(await renderAnew([...own, ...args])).map(({ name, object }) => [name, annotationsOf(object)]),
      );
    const before = await checksums();
    expect(await checksums()).toEqual(before);
    const after = await checksums('--set', 'nats.existingSecret=another');
    for (const name of ['Deployment weir-aggregator', 'StatefulSet weir-nats']) {
      expect([name, after[name]]).not.toEqual([name, before[name]]);
    }
    expect(after['StatefulSet weir-database']).toEqual(before['StatefulSet weir-database']);
    const three = await checksums('--set', 'nats.replicas=3');
    expect(three['StatefulSet weir-nats']).not.toEqual(before['StatefulSet weir-nats']);
  });
});

function secretsOf(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return objects.filter(({ kind }) => kind === 'Secret');
}

function valuesOf(secret: KubernetesObject): [string, string][] {
  return Object.entries<string>(secret['data']).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]);
}

function annotationsOf(object: KubernetesObject): object {
  return object['spec'].template?.metadata.annotations ?? {};
}
