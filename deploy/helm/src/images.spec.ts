import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { podsOf, render } from './render.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('runs the version that the repository has, and the servers that Compose runs', async () => {
  const { version } = JSON.parse(read('../../../package.json')) as { version: string };
  expect(parse(read('../weir/Chart.yaml'))).toMatchObject({ version, appVersion: version });
  const images = new Set(
    podsOf(await render()).flatMap(({ spec }) => spec.containers.map(({ image }: { image: string }) => image)),
  );
  const { services } = parse(read('../../compose/weir.yml')) as { services: Record<string, { image: string }> };
  // `${WEIR_NATS_IMAGE:-nats:2.12-alpine}`
  const ofCompose = Object.values(services).map(({ image }) => image.replace(/^\$\{\w+:-(.*)\}$/, '$1'));
  expect([...images].sort()).toEqual([...new Set(ofCompose)].filter((image) => !image.startsWith('haproxy')).sort());
});

it('takes images from where it is told to', async () => {
  const args = [
    '--set',
    'image.registry=registry.example/team/,image.tag=1.2.3,agent.image.tag=1.2.4,image.pullSecrets={registry}',
  ];
  const pods = podsOf(await render(args));
  const imageOf = (name: string): unknown => pods.find((each) => each.name === name)?.spec.containers[0].image;
  expect(imageOf('DaemonSet weir-agent')).toBe('registry.example/team/weir-agent:1.2.4');
  expect(imageOf('Deployment weir-aggregator')).toBe('registry.example/team/weir-aggregator:1.2.3');
  for (const { name, spec } of pods) expect([name, spec.imagePullSecrets]).toEqual([name, [{ name: 'registry' }]]);
});
