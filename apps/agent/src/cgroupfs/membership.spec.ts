import { describe, expect, it } from '@jest/globals';
import { parseMemberships } from './membership.js';

const ID = '3f2a91bc04de'.padEnd(64, '0');
const pathOf = (line: string): string | undefined => parseMemberships(line, ID)[0]?.path;

describe('parseMemberships', () => {
  it('tells the controllers of each hierarchy of version 1', () => {
    const text = `4:memory:/docker/${ID}\n2:cpu,cpuacct:/docker/${ID}\n`;
    expect(parseMemberships(text, ID)).toEqual([
      { controllers: ['memory'], path: `/docker/${ID}` },
      { controllers: ['cpu', 'cpuacct'], path: `/docker/${ID}` },
    ]);
  });

  it('has no controllers in version 2', () => {
    expect(parseMemberships(`0::/system.slice/docker-${ID}.scope\n`, ID)).toEqual([
      { controllers: [], path: `/system.slice/docker-${ID}.scope` },
    ]);
  });

  it('leaves out named hierarchies, which are not version 2', () => {
    expect(parseMemberships(`9:name=systemd:/docker/${ID}\n`, ID)).toEqual([]);
  });

  it.each([
    [`0::/docker/${ID}/init.scope`, `/docker/${ID}`],
    [`0::/machine.slice/libpod-${ID}.scope/container`, `/machine.slice/libpod-${ID}.scope`],
    [
      `0::/kubepods.slice/kubepods-pod7.slice/cri-containerd-${ID}.scope`,
      `/kubepods.slice/kubepods-pod7.slice/cri-containerd-${ID}.scope`,
    ],
    [`0::/docker/${'a'.repeat(64)}/kubelet/pod7/${ID}`, `/docker/${'a'.repeat(64)}/kubelet/pod7/${ID}`],
  ])('cuts %s after the container', (line, path) => {
    expect(pathOf(line)).toBe(path);
  });

  it.each(['', '0::/', `0::/docker/${'b'.repeat(64)}`, 'x::/docker', `0:/docker/${ID}`])(
    'finds nothing in %j',
    (line) => {
      expect(pathOf(line)).toBeUndefined();
    },
  );

  it('finds nothing for an empty id', () => {
    expect(parseMemberships('0::/docker', '')).toEqual([]);
  });
});
