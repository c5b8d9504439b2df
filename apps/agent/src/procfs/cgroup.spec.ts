import { describe, expect, it } from '@jest/globals';
import { parseContainerId } from './cgroup.js';

const id = 'd6605f3faab4267f759bfdb5a047ae48c1e0d89361f524553c5ab7cec5480e28';
const inner = '0615ae77d1d6f580680b4e795768a65bc805c7026e8d9814d25a8d95ca1efe99';

describe('parseContainerId', () => {
  it.each([
    ['Docker with cgroupfs', `0::/docker/${id}`],
    ['Docker with systemd', `0::/system.slice/docker-${id}.scope`],
    ['Docker on cgroup v1', `9:name=systemd:/docker/${id}\n8:pids:/docker/${id}\n0::/docker/${id}`],
    ['cgroup v1 with an empty unified hierarchy', `4:memory:/docker/${id}\n0::/`],
    ['containerd in Kubernetes', `0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-${id}.scope`],
    ['CRI-O', `0::/kubepods.slice/kubepods-pod1.slice/crio-${id}.scope`],
    ['Podman', `0::/machine.slice/libpod-${id}.scope/container`],
    ['Kubernetes with cgroupfs', `0::/kubepods/burstable/pod6c1a/${id}`],
    ['a private cgroup namespace', `0::/../${id}`],
    ['systemd inside of a container', `0::/docker/${id}/system.slice/nginx.service`],
    ['a container in a container', `0::/docker/${inner}/docker/${id}`],
  ])('finds the container of %s', (_, text) => {
    expect(parseContainerId(`${text}\n`)).toBe(id);
  });

  it.each([
    ['no container', '0::/user.slice/user-1000.slice/session-1.scope'],
    ['the root', '9:name=systemd:/\n0::/'],
    ['CRI-O’s helper', `0::/kubepods.slice/crio-conmon-${id}.scope`],
    ['Podman’s helper', `0::/machine.slice/libpod-conmon-${id}.scope`],
    ['a mount unit', `0::/system.slice/var-lib-docker-${id}.mount`],
    ['too short an id', '0::/docker/d6605f3faab4'],
    ['no cgroup file at all', 'rubbish\n:::\n'],
    ['nothing', ''],
  ])('finds none in %s', (_, text) => {
    expect(parseContainerId(text)).toBeNull();
  });

  it.each([
    ['/h1', `0::/h1/${id}`, id],
    ['/h1/', `0::/h1/${id}`, id],
    ['/h1', `0::/h10/${id}`, null],
    ['/h1', `0::/h2/${id}`, null],
    ['/h1', `4:memory:/h1/${id}\n0::/`, id],
    ['/h1', `0::/../../h1/${id}`, id],
    [`/h1/${id}`, `0::/h1/${id}`, id],
  ])('keeps to the prefix %s in %s', (prefix, text, expected) => {
    expect(parseContainerId(text, prefix)).toBe(expected);
  });
});
