import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { APISERVER } from '../src/upstream.js';

const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/weir-chart/apiserver', import.meta.url));
const PACKAGES = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
} as const;

/** The path of etcd or kube-apiserver, built of the module here; about 20 minutes of a core at first. */
export function built(name: keyof typeof PACKAGES): string {
  const path = join(CACHE, name);
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  const env = { ...process.env, CGO_ENABLED: '0' };
  const args = ['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', path, PACKAGES[name]];
  execFileSync('go', args, { cwd: APISERVER, env, stdio: 'inherit' });
  return path;
}
