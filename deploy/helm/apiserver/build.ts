// Builds etcd and kube-apiserver, if they are not there yet.
import { built } from './programs.js';

for (const name of ['etcd', 'kube-apiserver'] as const) process.stdout.write(`${built(name)}\n`);
