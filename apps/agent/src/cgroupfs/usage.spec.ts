import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { locateCgroups } from './locate.js';
import { type ContainerUsage, readUsage } from './usage.js';

const ID = '3f2a91bc04de'.padEnd(64, '0');
const OTHER = 'b'.repeat(64);
const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/cgroup/${name}`, import.meta.url), 'utf8');

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'weir-cgroup-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

const cpuV1 = (directory: string, nanoseconds = '8123456789'): void =>
  write(directory, { 'cpuacct.usage': `${nanoseconds}\n` });
const memoryV1 = (directory: string, limit = '536870912'): void =>
  write(directory, {
    'memory.usage_in_bytes': '419430400\n',
    'memory.limit_in_bytes': `${limit}\n`,
    'memory.stat': fixture('memory.stat.v1'),
  });
const v2 = (directory: string, limit = '536870912'): void =>
  write(directory, {
    'cpu.stat': fixture('cpu.stat.v2'),
    'memory.current': '188743680\n',
    'memory.max': `${limit}\n`,
    'memory.stat': fixture('memory.stat.v2'),
  });
const isV2Root = (directory = ''): void => write(directory, { 'cgroup.controllers': 'cpu memory pids\n' });

const usage = (cgroup: string): ContainerUsage => readUsage(locateCgroups(root, cgroup, ID));
const NOTHING = { cpuMs: null, memoryBytes: null, memoryLimitBytes: null };
const V1 = { cpuMs: 8123, memoryBytes: 419430400 - 318238720, memoryLimitBytes: 536870912 };
const V2 = { cpuMs: 8123, memoryBytes: 188743680 - 83886080, memoryLimitBytes: 536870912 };

describe('version 1', () => {
  const text = (path: string): string => `9:name=systemd:${path}\n4:memory:${path}\n2:cpu,cpuacct:${path}\n0::/\n`;

  it('reads a container of the cgroupfs driver', () => {
    cpuV1(`cpu,cpuacct/docker/${ID}`);
    memoryV1(`memory/docker/${ID}`);
    expect(usage(text(`/docker/${ID}`))).toEqual(V1);
  });

  it('reads a container of the systemd driver', () => {
    cpuV1(`cpu,cpuacct/system.slice/docker-${ID}.scope`);
    memoryV1(`memory/system.slice/docker-${ID}.scope`);
    expect(usage(text(`/system.slice/docker-${ID}.scope`))).toEqual(V1);
  });

  it('finds cpuacct mounted by itself, with version 2 empty beside it', () => {
    cpuV1(`cpuacct/docker/${ID}`);
    memoryV1(`memory/docker/${ID}`);
    isV2Root('unified');
    const hybrid = `4:memory:/docker/${ID}\n2:cpuacct:/docker/${ID}\n1:cpu:/docker/${ID}\n0::/docker/${ID}\n`;
    expect(usage(hybrid)).toEqual(V1);
  });

  it.each(['9223372036854771712', '9223372036854710272'])('takes %s as no limit', (limit) => {
    memoryV1(`memory/docker/${ID}`, limit);
    expect(usage(text(`/docker/${ID}`)).memoryLimitBytes).toBeNull();
  });
});

describe('version 2', () => {
  it.each([
    `/docker/${ID}`,
    `/system.slice/docker-${ID}.scope`,
    `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`,
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod7.slice/cri-containerd-${ID}.scope`,
  ])('reads %s', (path) => {
    isV2Root();
    v2(path);
    expect(usage(`0::${path}\n`)).toEqual(V2);
  });

  it('reads the container, not the cgroup that it made below itself', () => {
    isV2Root();
    v2(`docker/${ID}`);
    v2(`docker/${ID}/init.scope`, '1024');
    expect(usage(`0::/docker/${ID}/init.scope\n`)).toEqual(V2);
  });

  it('takes max as no limit', () => {
    isV2Root();
    v2(`docker/${ID}`, 'max');
    expect(usage(`0::/docker/${ID}\n`)).toEqual({ ...V2, memoryLimitBytes: null });
  });

  it('reads CPU of version 2 and memory of version 1 on one host', () => {
    isV2Root('unified');
    v2(`unified/docker/${ID}`);
    memoryV1(`memory/docker/${ID}`);
    expect(usage(`4:memory:/docker/${ID}\n0::/docker/${ID}\n`)).toEqual({ ...V1, cpuMs: 8123 });
  });
});

describe('a reader in a cgroup namespace of its own', () => {
  it('finds the container by its id in version 2', () => {
    isV2Root();
    v2(`system.slice/docker-${OTHER}.scope`, '1024');
    v2(`system.slice/docker-${ID}.scope`);
    write(`system.slice/libpod-conmon-${ID}.scope`, { 'cpu.stat': 'usage_usec 1\n' });
    expect(usage(`0::/../docker-${ID}.scope\n`)).toEqual(V2);
  });

  it('finds the container by its id in version 1', () => {
    cpuV1(`cpu,cpuacct/docker/${ID}`);
    memoryV1(`memory/docker/${ID}`);
    expect(usage(`4:memory:/../${ID}\n2:cpu,cpuacct:/../${ID}\n`)).toEqual(V1);
  });
});

describe('what cannot be read is null', () => {
  it('for a container that is gone', () => {
    isV2Root();
    expect(usage(`0::/docker/${ID}\n`)).toEqual(NOTHING);
  });

  it('for a process of another container', () => {
    isV2Root();
    v2(`docker/${OTHER}`);
    expect(usage(`0::/docker/${OTHER}\n`)).toEqual(NOTHING);
  });

  it('for a container that ends between being found and being read', () => {
    isV2Root();
    v2(`docker/${ID}`);
    const cgroups = locateCgroups(root, `0::/docker/${ID}\n`, ID);
    rmSync(join(root, 'docker'), { recursive: true });
    expect(readUsage(cgroups)).toEqual(NOTHING);
  });

  it('for memory alone where its controller is not enabled', () => {
    isV2Root();
    write(`docker/${ID}`, { 'cpu.stat': fixture('cpu.stat.v2') });
    expect(usage(`0::/docker/${ID}\n`)).toEqual({ ...NOTHING, cpuMs: 8123 });
  });

  it('for garbled files', () => {
    isV2Root();
    write(`docker/${ID}`, { 'cpu.stat': 'usage_usec x\n', 'memory.current': '-1\n', 'memory.max': '\n' });
    expect(usage(`0::/docker/${ID}\n`)).toEqual(NOTHING);
    cpuV1(`cpuacct/docker/${ID}`, 'many');
    expect(usage(`2:cpuacct:/docker/${ID}\n`)).toEqual(NOTHING);
  });
});

it('a search does not follow files, nor look below what it may not list', () => {
  isV2Root();
  write('', { [`docker-${ID}.log`]: '' });
  mkdirSync(join(root, 'a/b/c/d/e/f/g/h/i/j/k/l/m/n', ID), { recursive: true });
  expect(usage(`0::/../${ID}\n`)).toEqual(NOTHING);
  expect(usage(`2:cpuacct:/../${ID}\n`)).toEqual(NOTHING);
});

it('memory in use is never below zero', () => {
  isV2Root();
  v2(`docker/${ID}`);
  write(`docker/${ID}`, { 'memory.current': '4096\n' });
  expect(usage(`0::/docker/${ID}\n`).memoryBytes).toBe(0);
});
