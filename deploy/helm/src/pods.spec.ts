import { describe, expect, it } from '@jest/globals';
import { named, podsOf, render, VALUE_SETS } from './render.js';

const NOBODY = 65_534;

describe.each(VALUE_SETS)('pods of the chart with %s', (_, args) => {
  it('may do nothing that they need not', async () => {
    for (const { name, spec } of podsOf(await render(args))) {
      const { securityContext: pod, containers, initContainers = [] } = spec;
      expect([name, pod.runAsNonRoot, pod.runAsUser > 0, pod.seccompProfile.type]).toEqual([
        ...[name, true, true, 'RuntimeDefault'],
      ]);
      expect([name, spec.hostNetwork, spec.hostPID, spec.hostIPC]).toEqual([name, undefined, undefined, undefined]);
      expect([name, spec.enableServiceLinks]).toEqual([name, false]);
      for (const { securityContext } of containers) {
        const { seLinuxOptions, ...rest } = securityContext;
        expect([name, rest]).toEqual([
          name,
          { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        ]);
        if (seLinuxOptions) expect(name).toBe('DaemonSet weir-agent');
      }
      for (const { securityContext } of initContainers) {
        expect(name).toBe('DaemonSet weir-agent');
        expect(securityContext).toMatchObject({
          runAsUser: 0,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'], add: ['CHOWN'] },
        });
      }
    }
  });

  it('see of the node what is to be read, and write its spool', async () => {
    for (const { name, spec } of podsOf(await render(args))) {
      const onNode = (spec.volumes ?? []).filter(({ hostPath }: { hostPath?: object }) => hostPath);
      if (name !== 'DaemonSet weir-agent') {
        expect([name, onNode]).toEqual([name, []]);
        continue;
      }
      const [{ volumeMounts }] = spec.containers;
      const mounts = onNode.map((volume: { name: string; hostPath: { path: string } }) => ({
        path: volume.hostPath.path,
        readOnly: volumeMounts.find((mount: { name: string }) => mount.name === volume.name).readOnly ?? false,
      }));
      expect(mounts).toEqual([
        { path: '/proc', readOnly: true },
        { path: '/sys', readOnly: true },
        { path: expect.stringMatching(/^\/var\/lib\//), readOnly: false },
      ]);
      expect((spec.initContainers ?? []).flatMap((each: { volumeMounts: object[] }) => each.volumeMounts)).toEqual(
        spec.initContainers ? [{ name: 'state', mountPath: '/state' }] : [],
      );
    }
  });

  it('are probed in three ways, have bounds of memory, and a token only where they are given a right', async () => {
    const objects = await render(args);
    const allowed = objects.flatMap(({ kind, subjects }) => (/Binding$/.test(kind) ? subjects : []));
    for (const { name, spec, object } of podsOf(objects)) {
      const [{ startupProbe, readinessProbe, livenessProbe, resources }] = spec.containers;
      expect([name, resources.requests.memory, resources.limits.memory]).not.toContain(undefined);
      const asks = allowed.some((subject) => subject.name === spec.serviceAccountName);
      expect([name, spec.automountServiceAccountToken]).toEqual([name, asks]);
      if (/^(Pod|Job)$/.test(object.kind)) continue;
      for (const probe of [startupProbe, readinessProbe, livenessProbe]) expect([name, probe]).not.toContain(undefined);
      // A restart brings back no database: what tells of others must not end a process.
      expect(livenessProbe.httpGet?.path ?? '').not.toMatch(/readyz|\/healthz$/);
    }
  });
});

describe('rights', () => {
  it('are to list and watch pods, to ask whose a token is, and to make the keys before all else', async () => {
    const roles = (await render()).filter(({ kind }) => /Role$/.test(kind));
    expect(Object.fromEntries(roles.map(({ metadata, rules }) => [metadata.name, rules]))).toEqual({
      'traffic-weir-agent': [{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] }],
      'traffic-weir-join': [{ apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] }],
      'weir-make-keys': [
        {
          ...{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
          resourceNames: ['weir-nats-keys', 'weir-certificate'],
        },
        { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      ],
    });
  });

  it('are none at all without names of pods, and where tokens, keys and certificate are yours', async () => {
    const yours = 'agent.join.tokenSecret=of-mine,nats.existingSecret=of-mine,aggregator.tls.existingSecret=of-mine';
    const without = await render(['--set', `agent.podNames=false,${yours}`]);
    expect(without.filter(({ kind }) => /Role|^Job$/.test(kind))).toEqual([]);
    const { env } = named(without, 'DaemonSet', 'weir-agent')['spec'].template.spec.containers[0];
    expect(env.map(({ name }: { name: string }) => name)).not.toContain('WEIR_NODE_NAME');
  });
});

describe('the agent', () => {
  it('is one at a time on a node, on every node, with its spool kept there', async () => {
    const { spec } = named(await render(), 'DaemonSet', 'weir-agent');
    expect(spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } });
    const pod = spec.template.spec;
    expect(pod.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(pod.securityContext).toMatchObject({ runAsUser: NOBODY, runAsGroup: NOBODY });
    expect(pod.volumes).toContainEqual({
      name: 'state',
      hostPath: { path: '/var/lib/weir-agent', type: 'DirectoryOrCreate' },
    });
    expect(named(await render(), 'PriorityClass', pod.priorityClassName)).toMatchObject({ value: 1_000_000 });
  });

  it('needs nobody to be root where its folder is made by hand', async () => {
    const args = ['--set', 'agent.state.prepare=false,agent.state.path=/data/weir'];
    const pod = named(await render(args), 'DaemonSet', 'weir-agent')['spec'].template.spec;
    expect(pod.initContainers).toBeUndefined();
    expect(pod.volumes).toContainEqual({ name: 'state', hostPath: { path: '/data/weir', type: 'Directory' } });
  });
});
