import { describe, expect, it } from '@jest/globals';
import { parseContainer, showsCgroupNamespace } from './cgroup.js';
import { parseMountedContainer } from './mountinfo.js';

const id = 'd6605f3faab4267f759bfdb5a047ae48c1e0d89361f524553c5ab7cec5480e28';
const outer = '0615ae77d1d6f580680b4e795768a65bc805c7026e8d9814d25a8d95ca1efe99';
const uid = '0f5ad1bc-1d26-4c0d-9a37-4b1f1f0a2d11';
const escaped = uid.replaceAll('-', '_');
/** Of a static pod: the hash of its configuration. */
const hash = '5b1e2ad0c7f94f0f8a6f3f1d2c3b4a59';
const besteffort = `/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod${escaped}.slice`;

describe('the container of a process', () => {
  it.each([
    ['Docker with cgroupfs', `0::/docker/${id}`],
    ['Docker with systemd', `0::/system.slice/docker-${id}.scope`],
    ['Docker on cgroup v1', `9:name=systemd:/docker/${id}\n8:pids:/docker/${id}\n0::/docker/${id}`],
    ['Docker below a parent cgroup', `0::/batch/${id}`],
    ['rootless Docker', `0::/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope`],
    ['cgroup v1 with an empty unified hierarchy', `4:memory:/docker/${id}\n0::/`],
    ['cgroup v1 with empty hierarchies first', `13:rdma:/\n12:misc:/\n4:memory:/docker/${id}`],
    ['cgroup v1 with systemd', `11:cpu,cpuacct:/system.slice/docker-${id}.scope\n1:name=systemd:/`],
    ['containerd', `0::/default/${id}`],
    ['nerdctl', `0::/system.slice/nerdctl-${id}.scope`],
    ['containerd in Kubernetes', `0::${besteffort}/cri-containerd-${id}.scope`],
    ['containerd without systemd', `0::/system.slice/containerd.service/${besteffort.slice(1)}:cri-containerd:${id}`],
    ['Docker without systemd, named for it', `0::/system.slice:docker:${id}`],
    ['Kubernetes with cgroupfs', `0::/kubepods/burstable/pod${uid}/${id}`],
    ['CRI-O', `0::${besteffort}/crio-${id}.scope`],
    ['CRI-O with cgroupfs', `0::/kubepods/besteffort/pod${uid}/crio-${id}`],
    ['CRI-O with crun', `0::${besteffort}/crio-${id}.scope/container`],
    ['Podman', `0::/machine.slice/libpod-${id}.scope/container`],
    ['Podman with cgroupfs', `0::/libpod_parent/libpod-${id}`],
    ['Podman on cgroup v1', `4:memory:/libpod_parent/libpod-${id}/ctr\n0::/`],
    ['Podman in a pod', `0::/machine.slice/machine-libpod_pod_${outer}.slice/libpod-${id}.scope/container`],
    ['Podman in a pod with cgroupfs', `0::/libpod_parent/${outer}/libpod-${id}`],
    ['rootless Podman', `0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${id}.scope/container`],
    ['Podman in a service', `0::/system.slice/web.service/libpod-payload-${id}`],
    ['Kata', `0::/kata_overhead/${id}`],
    ['Amazon ECS', `0::/ecs/5a7d1f0e9c3b4d6f8a1b2c3d4e5f6a7b/${id}`],
    ['a private cgroup namespace', `0::/../${id}`],
    ['a private cgroup namespace with systemd', `0::/../../system.slice/docker-${id}.scope`],
    ['systemd inside of a container', `0::/docker/${id}/system.slice/nginx.service`],
    ['systemd inside of a scope', `0::/system.slice/docker-${id}.scope/init.scope`],
    ['a container in a container', `0::/docker/${outer}/docker/${id}`],
    [
      'Kubernetes in Docker',
      `0::/docker/${outer}/kubelet.slice/kubelet-${besteffort.slice(1)}/cri-containerd-${id}.scope`,
    ],
    ['Podman’s helper in a container', `0::/docker/${id}/machine.slice/libpod-conmon-${outer}.scope`],
    ['a mount in a container', `0::/docker/${id}/system.slice/var-lib-${outer}.mount`],
  ])('is found for %s', (_, text) => {
    expect(parseContainer(`${text}\n`)?.id).toBe(id);
  });

  it.each([
    ['no container', '0::/user.slice/user-1000.slice/session-1.scope'],
    ['the root', '9:name=systemd:/\n0::/'],
    ['CRI-O’s helper', `0::${besteffort}/crio-conmon-${id}.scope`],
    ['Podman’s helper', `0::/machine.slice/libpod-conmon-${id}.scope`],
    ['the helper of a pod of Podman', `0::/machine.slice/machine-libpod_pod_${outer}.slice/libpod-conmon-${id}.scope`],
    ['the helper of a pod of Podman with cgroupfs', `0::/libpod_parent/${outer}/conmon`],
    ['the same on cgroup v1, as recorded', `9:name=systemd:/\n4:memory:/libpod_parent/${outer}/conmon\n0::/`],
    ['a health check that Podman runs on the host', `0::/system.slice/${id}.service`],
    ['a mount unit', `0::/system.slice/var-lib-docker-${id}.mount`],
    ['a mount of the engine', `0::/system.slice/var-lib-docker-overlay2-${id}-merged.mount`],
    ['too short an id', '0::/docker/d6605f3faab4'],
    ['too long an id', `0::/docker/${id}0`],
    ['no cgroup file at all', 'rubbish\n:::\n'],
    ['nothing', ''],
  ])('is none for %s', (_, text) => {
    expect(parseContainer(text)).toBeNull();
  });

  it.each([
    ['/h1', `0::/h1/${id}`, id],
    ['/h1/', `0::/h1/${id}`, id],
    ['/h1', `0::/h10/${id}`, undefined],
    ['/h1', `0::/h2/${id}`, undefined],
    ['/h1', `4:memory:/h1/${id}\n0::/`, id],
    ['/h1', `0::/../../h1/${id}`, id],
    [`/h1/${id}`, `0::/h1/${id}`, id],
  ])('keeps to the prefix %s in %s', (prefix, text, expected) => {
    expect(parseContainer(text, { prefix })?.id).toBe(expected);
  });
});

describe('the pod of a container', () => {
  it.each([
    ['cgroupfs', `0::/kubepods/burstable/pod${uid}/${id}`, uid],
    ['systemd', `0::${besteffort}/cri-containerd-${id}.scope`, uid],
    ['guaranteed resources', `0::/kubepods.slice/kubepods-pod${escaped}.slice/crio-${id}.scope`, uid],
    ['containerd without systemd', `0::${besteffort}:cri-containerd:${id}`, uid],
    ['a static pod', `0::/kubepods/burstable/pod${hash}/${id}`, hash],
    ['a neighbour in the same pod', `0::/../cri-containerd-${id}.scope`, null],
    ['a pod of Podman', `0::/machine.slice/machine-libpod_pod_${outer}.slice/libpod-${id}.scope`, null],
    ['no pod', `0::/docker/${id}`, null],
  ])('is known by its uid with %s', (_, text, podUid) => {
    expect(parseContainer(text)).toEqual({ id, podUid });
  });
});

describe('the reader’s own container', () => {
  it.each([
    ['at the top', '0::/', id],
    ['below the top', '0::/init.scope', id],
    ['at the top of every hierarchy', '9:name=systemd:/\n8:pids:/\n0::/', id],
    ['a neighbour', `0::/../${outer}`, outer],
    ['the host', '0::/../..', undefined],
    ['the host, on cgroup v1', '9:name=systemd:/../../user.slice\n8:rdma:/', undefined],
    ['rubbish', 'rubbish', undefined],
  ])('is what is %s', (_, text, expected) => {
    expect(parseContainer(text, { own: id })?.id).toBe(expected);
  });

  it('is not counted where only others were asked for', () => {
    expect(parseContainer('0::/', { own: id, prefix: '/h1' })).toBeNull();
  });

  it('is told from the host by what the host’s paths begin with', () => {
    expect(showsCgroupNamespace('0::/../../init.scope\n')).toBe(true);
    expect(showsCgroupNamespace('4:memory:/..\n')).toBe(true);
    expect(showsCgroupNamespace('0::/init.scope\n0::/..hidden\n')).toBe(false);
  });

  it.each([
    ['Docker', `9 7 8:1 /var/lib/docker/containers/${id}/resolv.conf /etc/resolv.conf rw - ext4 /dev/vda rw`, id],
    ['Podman', `9 7 0:1 /containers/overlay-containers/${id}/userdata/hosts /etc/hosts rw - tmpfs tmpfs rw`, id],
    ['its sandbox', `9 7 8:1 /io.containerd.grpc.v1.cri/sandboxes/${id}/hostname /etc/hostname rw - ext4 x rw`, id],
    ['another mount', `9 7 8:1 /var/lib/docker/containers/${id}/data /data rw - ext4 /dev/vda rw`, null],
    ['no container', '9 7 8:1 / /etc/hosts rw - ext4 /dev/vda rw', null],
    ['nothing', '\n\n', null],
  ])('is named by what %s mounts', (_, text, expected) => {
    expect(parseMountedContainer(text)).toBe(expected);
  });
});
