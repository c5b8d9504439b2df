import { spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { describeIf, root } from '../support/requirements.js';
import { apart } from './apart.mjs';

const runApart = (script) => {
  const [command, args] = apart('sh', ['-c', script]);
  return spawnSync(command, args, { encoding: 'utf8' });
};

describeIf(root, 'what runs apart', () => {
  it('sees no interface but its own loopback, which is up, in the file system as well', () => {
    const { stdout } = runApart(
      'ls /sys/class/net; cut -d: -f1 /proc/1/net/dev | tail -n +3; cat /sys/class/net/lo/flags',
    );
    expect(stdout.split('\n').map((line) => line.trim())).toEqual(['lo', 'lo', '0x9', '']);
  });

  it('sees no process but its own, and has control groups, for Docker engines', () => {
    const { stdout } = runApart('echo $PPID; ls /proc | grep -c "^[0-9]"; ls /sys/fs/cgroup | wc -l');
    const [parent, processes, groups] = stdout.split('\n').map(Number);
    expect(parent).toBe(1);
    expect(processes).toBeLessThan(10);
    expect(groups).toBeGreaterThan(0);
  });

  it('ends as its command does', () => expect(runApart('exit 3').status).toBe(3));
});
